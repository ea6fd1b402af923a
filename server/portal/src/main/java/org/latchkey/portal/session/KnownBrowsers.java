// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.Peppers;

/**
 * The browsers that somebody has signed in with, a second factor and all: a sealed cookie says for
 * which accounts. It proves nothing and signs nobody in; an attempt from there has a way of its
 * own, so that whoever tries passwords from elsewhere doesn't keep the owner out. It is good until
 * it is old or the primary password changes. Safe for use by many threads.
 */
public final class KnownBrowsers {
  /** How long a browser is known after a sign-in. */
  public static final Duration KNOWN = Duration.ofDays(90);

  /** How many accounts one browser is known for; the oldest go. */
  static final int MOST_ACCOUNTS = 4;

  private static final byte[] PURPOSE = "known1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 8;
  private static final int ENTRY_BYTES = 16 + Long.BYTES + DIGEST_BYTES;

  private final CookieSeal seal;
  private final InstantSource clock;

  /** An account, and when it was signed in to. */
  private record Entry(UUID account, Instant signedIn, long password) {}

  public KnownBrowsers(Peppers peppers, SecureRandom random, InstantSource clock) {
    byte[] key = peppers.derived(peppers.currentKid(), PURPOSE).orElseThrow();
    seal = new CookieSeal(key, "known-browser", random);
    this.clock = clock;
  }

  /** Whether the browser with this cookie is known for the account. */
  public boolean isKnown(Optional<String> cookie, Account account) {
    long password = password(account);
    return entries(cookie).stream()
        .anyMatch(
            each -> each.account().equals(account.id().value()) && each.password() == password);
  }

  /** The cookie of a browser that somebody has just signed in with. */
  public String with(Optional<String> cookie, Account account) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(account.id().value(), clock.instant(), password(account)));
    entries(cookie).stream()
        .filter(each -> !each.account().equals(account.id().value()))
        .limit(MOST_ACCOUNTS - 1)
        .forEach(entries::add);
    ByteBuffer octets = ByteBuffer.allocate(entries.size() * ENTRY_BYTES);
    for (Entry each : entries) {
      octets.put(new AccountId(each.account()).octets());
      octets.putLong(each.signedIn().getEpochSecond()).putLong(each.password());
    }
    return seal.seal(octets.array());
  }

  private List<Entry> entries(Optional<String> cookie) {
    List<Entry> entries = new ArrayList<>();
    Instant oldest = clock.instant().minus(KNOWN);
    ByteBuffer octets = ByteBuffer.wrap(cookie.flatMap(seal::open).orElse(new byte[0]));
    while (octets.remaining() >= ENTRY_BYTES) {
      UUID account = new UUID(octets.getLong(), octets.getLong());
      Instant signedIn = Instant.ofEpochSecond(octets.getLong());
      Entry entry = new Entry(account, signedIn, octets.getLong());
      if (signedIn.isAfter(oldest)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** What changes with the primary password. */
  private static long password(Account account) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(account.primaryPasswordHash().orElse("").getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
