// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.latchkey.config.SignInSettings;

/**
 * Says how long a refusal is held back: the more distinct wrong secrets a source has tried, the
 * longer. A device that repeats one dead password counts once; a correct password is never asked
 * about here, so it is never delayed, and no account can be locked by somebody else.
 *
 * <p>Only the source counts for the delay. Were it the account too, the delay would tell which
 * names exist. Memory is bounded; time is the ticker's, so a changed clock changes nothing.
 */
public final class Throttle {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final int MOST_SOURCES = 100_000;
  private static final int FREE = 5;
  private static final int MOST_COUNTED = 64;

  private final Cache<Source, Set<Long>> wrong;
  private volatile SignInSettings settings;

  public Throttle(SignInSettings settings, Ticker ticker) {
    this.settings = settings;
    wrong =
        Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterAccess(KEPT)
            .ticker(ticker)
            .build();
  }

  /** Takes new settings over, for refusals from now on. */
  public void reconfigure(SignInSettings changed) {
    settings = changed;
  }

  /**
   * Counts a wrong secret.
   *
   * @param fingerprint of the name and the secret, equal for equal ones
   * @return how long after its arrival the attempt is answered
   */
  public Duration delayOf(Source source, long fingerprint) {
    int distinct = count(source, fingerprint);
    SignInSettings now = settings;
    Duration delay = now.refusalDelay();
    for (int i = FREE; i < distinct && delay.compareTo(now.maxRefusalDelay()) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(now.maxRefusalDelay()) < 0 ? delay : now.maxRefusalDelay();
  }

  /** How long the first refusal is held back. */
  public Duration firstDelay() {
    return settings.refusalDelay();
  }

  private int count(Source source, long fingerprint) {
    int[] distinct = {0};
    wrong
        .asMap()
        .compute(
            source,
            (key, present) -> {
              Set<Long> all = present == null ? ConcurrentHashMap.newKeySet(2) : present;
              if (all.size() < MOST_COUNTED) {
                all.add(fingerprint);
              }
              distinct[0] = all.size();
              return all;
            });
    return distinct[0];
  }

  /**
   * Where attempts come from: an IPv4 address, or an IPv6 network of 64 bits, which is what one
   * subscriber has.
   */
  public record Source(long high, int low) {
    /** What tells an IPv6 network from an IPv4 address, together with the other half. */
    private static final int V6 = 6;

    /** The source that a client's address belongs to. */
    public static Source of(InetAddress address) {
      byte[] octets = address.getAddress();
      return octets.length == 4
          ? new Source(0, (int) number(octets, 4))
          : new Source(number(octets, 8), V6);
    }

    /** The address, or the network as a CIDR. */
    public String text() {
      return low == V6 ? network(high) : address(low);
    }

    private static String address(int v4) {
      return (v4 >>> 24) + "." + (v4 >>> 16 & 255) + "." + (v4 >>> 8 & 255) + "." + (v4 & 255);
    }

    private static String network(long v6) {
      return "%x:%x:%x:%x::/64"
          .formatted(v6 >>> 48, v6 >>> 32 & 0xffff, v6 >>> 16 & 0xffff, v6 & 0xffff);
    }

    private static long number(byte[] octets, int count) {
      long number = 0;
      for (byte octet : Arrays.copyOf(octets, count)) {
        number = number << 8 | (octet & 0xff);
      }
      return number;
    }
  }
}
