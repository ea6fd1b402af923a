// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.latchkey.config.PrimaryPasswordSettings;

/**
 * Hashes and checks the passwords people choose, with Argon2id (RFC 9106). Stored is a PHC string
 * behind OpenLDAP's scheme name, <code>{ARGON2}$argon2id$v=19$m=…,t=…,p=…$salt$hash</code>. Slow by
 * design: never on an event loop. Safe for use by many threads.
 */
public final class PrimaryPasswords {
  private static final Pattern STORED =
      Pattern.compile(
          "\\{ARGON2}\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_OCTETS = PrimaryPasswordRules.MAX_OCTETS;
  private static final int GENERATED = 20;

  private final PrimaryPasswordSettings settings;
  private final SecureRandom random;
  private final PrimaryPasswordRules rules;
  private final Semaphore running = new Semaphore(Runtime.getRuntime().availableProcessors());

  /** Those of an organisation without a name. */
  public PrimaryPasswords(PrimaryPasswordSettings settings, SecureRandom random) {
    this(settings, random, List.of());
  }

  /**
   * @param organisation what the organisation and its servers are called, such as DNS names: no
   *     password is one of them
   * @throws IllegalArgumentException when a hash of this cost would be refused by {@link #verify}
   */
  public PrimaryPasswords(
      PrimaryPasswordSettings settings, SecureRandom random, Collection<String> organisation) {
    this.settings = settings;
    rules = new PrimaryPasswordRules(settings, organisation);
    this.random = random;
    if (!cost().isBearable()) {
      throw new IllegalArgumentException(
          "argon2-memory-kib times argon2-iterations is more than " + MAX_MEMORY_KIB);
    }
  }

  private Cost cost() {
    return new Cost(
        settings.argon2MemoryKib(), settings.argon2Iterations(), settings.argon2Parallelism());
  }

  /** Why this can't be the primary password of this owner; empty when it can. Slow. */
  public Optional<String> refuse(Secret chosen, PasswordOwner owner) {
    Optional<String> refused = rules.refuse(chosen, owner);
    if (refused.isEmpty() && owner.presentHash().filter(hash -> verify(chosen, hash)).isPresent()) {
      return Optional.of("that is the present password: choose another one");
    }
    return refused;
  }

  /** The least length of one that is chosen, in characters. */
  public int leastLength(boolean hasFactor) {
    return rules.leastLength(hasFactor);
  }

  /** One that an admin hands to a person, who changes it: {@value #GENERATED} random letters. */
  public Secret generate() {
    byte[] letters = new byte[GENERATED];
    for (int i = 0; i < GENERATED; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    return Secret.takeOver(letters);
  }

  /** The text to store for this password. */
  public String hash(Secret chosen) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Cost cost = cost();
    byte[] hash;
    try (Secret prepared = prepared(chosen)) {
      hash = argon2id(prepared, salt, cost, HASH_BYTES);
    }
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "{ARGON2}$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.iterations(),
            cost.parallelism(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /**
   * Whether the password is the one stored: as it is prepared, or to the octet, as those were
   * hashed that are older than the preparation. A malformed stored text, or one whose cost is out
   * of all proportion, matches nothing and costs nothing.
   */
  public boolean verify(Secret typed, String stored) {
    Matcher parts = STORED.matcher(stored);
    if (!parts.matches() || typed.length() == 0 || typed.length() > MAX_OCTETS) {
      return false;
    }
    Cost cost =
        new Cost(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)));
    if (!cost.isBearable()) {
      return false;
    }
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      byte[] salt = base64.decode(parts.group(4));
      byte[] wanted = base64.decode(parts.group(5));
      try (Secret prepared = prepared(typed)) {
        return MessageDigest.isEqual(wanted, argon2id(prepared, salt, cost, wanted.length))
            || (!Arrays.equals(prepared.octets(), typed.octets())
                && MessageDigest.isEqual(wanted, argon2id(typed, salt, cost, wanted.length)));
      }
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Secret prepared(Secret typed) {
    return PrimaryPasswordRules.prepared(typed)
        .orElseGet(() -> Secret.takeOver(typed.octets().clone()));
  }

  private byte[] argon2id(Secret secret, byte[] salt, Cost cost, int length) {
    byte[] hash = new byte[length];
    running.acquireUninterruptibly();
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(cost.memoryKib())
              .withIterations(cost.iterations())
              .withParallelism(cost.parallelism())
              .withSalt(salt)
              .build());
      generator.generateBytes(secret.octets(), hash);
    } finally {
      running.release();
    }
    return hash;
  }

  private record Cost(int memoryKib, int iterations, int parallelism) {
    boolean isBearable() {
      return parallelism >= 1
          && parallelism <= 16
          && iterations >= 1
          && iterations <= 64
          && memoryKib >= 8 * parallelism
          && (long) memoryKib * iterations <= MAX_MEMORY_KIB;
    }
  }
}
