// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is known of visitors who have shown nothing yet: their browsers keep it, sealed, so that any
 * number of them takes no place here. The keys live as long as the process, as the sessions do.
 *
 * <p>A challenge for a passkey is made of the visitor's own token and the time, so that it needs
 * not be kept either; those that were answered well are, until they are too old. Safe for use by
 * many threads.
 */
final class Visitors {
  /** What the cookie of one begins with: no token of a session has a dot. */
  static final String PREFIX = "v.";

  /** Many more than can be answered well in the time that one is good. */
  private static final int MOST_USED = 100_000;

  private static final int NONCE_BYTES = 16;
  private static final int MAC_BYTES = 16;
  private static final String MAC = "HmacSHA256";

  private final CookieSeal seal;
  private final SecretKeySpec challengeKey;
  private final SecureRandom random;
  private final Ticker ticker;
  private final Duration idleLimit;
  private final Cache<String, Boolean> used;

  /**
   * What a cookie holds.
   *
   * @param csrfToken the visitor's own
   * @param begunNanos when they came
   * @param wanted the page that was asked for; empty where none was
   * @param flash what the next page is to say; empty where that is nothing
   */
  record State(String csrfToken, long begunNanos, String wanted, String flash) {}

  Visitors(Duration idleLimit, SecureRandom random, Ticker ticker) {
    this.random = random;
    this.ticker = ticker;
    this.idleLimit = idleLimit;
    seal = new CookieSeal(key(), "visitor", random);
    challengeKey = new SecretKeySpec(key(), MAC);
    used =
        Caffeine.newBuilder()
            .maximumSize(MOST_USED)
            .expireAfterWrite(Challenges.GOOD)
            .ticker(ticker)
            .build();
  }

  private byte[] key() {
    byte[] key = new byte[CookieSeal.KEY_BYTES];
    random.nextBytes(key);
    return key;
  }

  /** The cookie of a visitor, as of now. */
  String cookie(State state) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeLong(ticker.read());
      out.writeLong(state.begunNanos());
      out.writeUTF(state.csrfToken());
      out.writeUTF(state.wanted());
      out.writeUTF(state.flash());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PREFIX + seal.seal(octets.toByteArray());
  }

  /** What a cookie holds; empty where it is none of ours, or was made too long ago. */
  Optional<State> read(String cookie) {
    return cookie.startsWith(PREFIX)
        ? seal.open(cookie.substring(PREFIX.length())).flatMap(this::parse)
        : Optional.empty();
  }

  private Optional<State> parse(byte[] octets) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      long made = in.readLong();
      long begun = in.readLong();
      State state = new State(in.readUTF(), begun, in.readUTF(), in.readUTF());
      return ticker.read() - made <= idleLimit.toNanos() ? Optional.of(state) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A challenge that this visitor may answer. */
  byte[] challenge(String csrfToken) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return challenge(csrfToken, nonce, ticker.read());
  }

  private byte[] challenge(String csrfToken, byte[] nonce, long madeNanos) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(challengeKey);
      ByteBuffer challenge = ByteBuffer.allocate(NONCE_BYTES + Long.BYTES + MAC_BYTES);
      challenge.put(nonce).putLong(madeNanos);
      mac.update(challenge.array(), 0, challenge.position());
      byte[] whole = mac.doFinal(csrfToken.getBytes(StandardCharsets.UTF_8));
      return challenge.put(whole, 0, MAC_BYTES).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + MAC, e);
    }
  }

  /** Whether it is one of this visitor's that is still good, and hasn't been answered well. */
  boolean isGood(String csrfToken, byte[] challenge) {
    if (challenge.length != NONCE_BYTES + Long.BYTES + MAC_BYTES) {
      return false;
    }
    long made = ByteBuffer.wrap(challenge).getLong(NONCE_BYTES);
    byte[] wanted = challenge(csrfToken, Arrays.copyOf(challenge, NONCE_BYTES), made);
    return MessageDigest.isEqual(wanted, challenge)
        && ticker.read() - made <= Challenges.GOOD.toNanos()
        && used.getIfPresent(name(challenge)) == null;
  }

  /** It was answered well; false where it had been already. */
  boolean useUp(byte[] challenge) {
    return used.asMap().putIfAbsent(name(challenge), true) == null;
  }

  private static String name(byte[] challenge) {
    return HexFormat.of().formatHex(challenge);
  }
}
