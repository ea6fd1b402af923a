// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.text.RandomToken;

/**
 * The forms that were sent to make app passwords, so that one that is sent twice makes one. A form
 * is known by its one-time field together with all that was chosen in it: who goes back and chooses
 * something else makes another. The latest are remembered, as digests, and no secret is. Safe for
 * many threads.
 */
final class SentForms {
  /** How long what a form made may be made anew. */
  static final Duration RECENT = Duration.ofMinutes(1);

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST = 10_000;
  private static final int FIELD_BYTES = 16;

  private final Cache<String, SentForm> sent;
  private final SecureRandom random;
  private final Ticker ticker;

  SentForms(SecureRandom random, Ticker ticker) {
    this.random = random;
    this.ticker = ticker;
    sent =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(REMEMBERED)
            .ticker(ticker)
            .build();
  }

  /** What a form that is shown carries in its one-time field. */
  String field() {
    return RandomToken.of(random, FIELD_BYTES);
  }

  /**
   * A form that was sent; the same one when it is sent again.
   *
   * @param field its one-time field; a form without any is never the same
   */
  SentForm of(AccountId account, String field, AppPasswordForm chosen) {
    return field.isEmpty()
        ? new SentForm(ticker)
        : sent.get(digest(account + " " + field + " " + chosen), key -> new SentForm(ticker));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
