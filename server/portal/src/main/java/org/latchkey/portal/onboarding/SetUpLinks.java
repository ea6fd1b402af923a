// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.text.RandomToken;

/**
 * Links to profiles that are each good once and for a short time. What isn't fetched is wiped. Safe
 * for many threads.
 */
public final class SetUpLinks implements AutoCloseable {
  /** How long a link is good for. */
  public static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private static final int TOKEN_BYTES = 32;

  private final Cache<String, OfferedProfile> links;
  private final SecureRandom random;
  private final int most;

  /**
   * @param most links at once, at least 1: one more ends the oldest
   */
  public SetUpLinks(int most, SecureRandom random, Ticker ticker) {
    this.most = most;
    this.random = random;
    this.links =
        Caffeine.newBuilder()
            .expireAfterWrite(GOOD_FOR)
            .ticker(ticker)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .removalListener(
                (@Nullable String token, @Nullable OfferedProfile profile, RemovalCause cause) -> {
                  if (cause.wasEvicted() && profile != null) {
                    profile.close();
                  }
                })
            .build();
  }

  /**
   * Makes a link.
   *
   * @param profile taken over: the caller keeps no reference to it
   * @return 256 random bits in base64url (RFC 4648 §5), fit for a URL's path
   */
  public synchronized String offer(OfferedProfile profile) {
    links.cleanUp();
    while (links.estimatedSize() >= most) {
      links.policy().expireAfterWrite().orElseThrow().oldest(1).keySet().forEach(this::drop);
    }
    String token = RandomToken.of(random, TOKEN_BYTES);
    links.put(token, profile);
    return token;
  }

  /** The profile, which the caller closes; empty when there is none, or none any more. */
  public Optional<OfferedProfile> take(String token) {
    return Optional.ofNullable(links.asMap().remove(token));
  }

  private void drop(String token) {
    take(token).ifPresent(OfferedProfile::close);
  }

  /** Ends all links. */
  @Override
  public void close() {
    List.copyOf(links.asMap().keySet()).forEach(this::drop);
  }
}
