// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.core.account.AccountId;

/**
 * The keys that tags are made under, by key id; the first is the current one, the others are kept
 * until every tag under them has been renewed. Safe for use by many threads.
 */
public final class Peppers {
  /** Octets in a key: as many as the hash puts out (RFC 2104 §3). */
  public static final int KEY_BYTES = 32;

  private static final byte[] DOMAIN = "apw1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String ALGORITHM = "HmacSHA256";

  private final String currentKid;
  private final Map<String, Mac> macs;

  /**
   * @param keys key id to key of {@value #KEY_BYTES} octets, the current one first
   * @throws IllegalArgumentException when there is none, one has another length, or an id is more
   *     than 32 letters, digits, dots, hyphens and underscores
   */
  public Peppers(SequencedMap<String, byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no pepper");
    }
    currentKid = keys.firstEntry().getKey();
    macs = new LinkedHashMap<>();
    keys.forEach((kid, key) -> macs.put(kid, initialised(kid, key)));
  }

  private static Mac initialised(String kid, byte[] key) {
    if (!Tag.isKid(kid)) {
      throw new IllegalArgumentException("\"" + kid + "\" can't be the id of a pepper");
    }
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "pepper " + kid + " has " + key.length + " octets, not " + KEY_BYTES);
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  /** The id of the pepper that new tags are made under. */
  public String currentKid() {
    return currentKid;
  }

  /** A new tag under the current pepper. */
  public Tag tag(AccountId account, Secret canonical) {
    return new Tag(currentKid, mac(currentKid, account, canonical).orElseThrow());
  }

  /** Checks one secret against many tags: one HMAC for each pepper in use, however many tags. */
  public Check check(AccountId account, Secret canonical) {
    return new Check(account, canonical);
  }

  /**
   * A key of {@value #KEY_BYTES} octets for another purpose, made of a pepper (NIST SP 800-108);
   * empty when the pepper is unknown.
   *
   * @param purpose what no tag's input begins with
   */
  public Optional<byte[]> derived(String kid, byte[] purpose) {
    return Optional.ofNullable(macs.get(kid)).map(prototype -> copy(prototype).doFinal(purpose));
  }

  private static Mac copy(Mac prototype) {
    try {
      return (Mac) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this JDK's " + ALGORITHM + " can't be cloned", e);
    }
  }

  private Optional<byte[]> mac(String kid, AccountId account, Secret canonical) {
    Mac prototype = macs.get(kid);
    if (prototype == null) {
      return Optional.empty();
    }
    Mac mac = copy(prototype);
    mac.update(DOMAIN);
    mac.update(account.octets());
    mac.update(canonical.octets());
    return Optional.of(mac.doFinal());
  }

  /** One secret being compared with an account's tags; belongs to one thread. */
  public final class Check {
    private final AccountId account;
    private final Secret canonical;
    private final Map<String, Optional<byte[]>> made = new LinkedHashMap<>(2);

    private Check(AccountId account, Secret canonical) {
      this.account = account;
      this.canonical = canonical;
      made.put(currentKid, mac(currentKid, account, canonical));
    }

    /** Whether this tag is the secret's; a tag under an unknown pepper never is. */
    public boolean matches(Tag tag) {
      Optional<byte[]> mac = made.computeIfAbsent(tag.kid(), kid -> mac(kid, account, canonical));
      return mac.isPresent() && tag.hasMac(mac.get());
    }
  }
}
