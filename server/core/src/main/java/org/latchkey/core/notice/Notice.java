// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.notice;

import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.AccountId;

/**
 * A change that the account's owner is told of by mail, whoever made it. Nothing in it is secret.
 *
 * @param number grows from one notice to the next; never used again
 * @param what the change's name on the feed
 * @param label the app password's, where it is one that was made; else empty
 * @param by the DN of who made the change
 * @param time when it was made
 */
public record Notice(
    long number, String what, AccountId account, String label, String by, Instant time) {

  /** What it is about. */
  public enum Kind {
    /** An app password, or another secret for one. */
    APP_PASSWORD_MADE,
    ALL_APP_PASSWORDS_REVOKED,
    /** One was enrolled, removed or reset, or something became of the recovery codes. */
    SECOND_FACTOR_CHANGED,
    /** All app passwords are revoked with it. */
    PRIMARY_PASSWORD_CHANGED;

    /** What a change of this name is about; empty when nobody is told of it. */
    public static Optional<Kind> of(String what) {
      return switch (what) {
        case "app-password-added", "app-password-secret-replaced" -> Optional.of(APP_PASSWORD_MADE);
        case "all-app-passwords-revoked" -> Optional.of(ALL_APP_PASSWORDS_REVOKED);
        case "second-factor-enrolled",
            "second-factor-removed",
            "second-factors-reset",
            "recovery-codes-made",
            "recovery-code-used",
            "recovery-codes-removed" ->
            Optional.of(SECOND_FACTOR_CHANGED);
        case "primary-password-changed" -> Optional.of(PRIMARY_PASSWORD_CHANGED);
        default -> Optional.empty();
      };
    }
  }

  public Notice {
    if (Kind.of(what).isEmpty()) {
      throw new IllegalArgumentException("nobody is told of " + what);
    }
  }

  /** What it is about. */
  public Kind kind() {
    return Kind.of(what).orElseThrow();
  }
}
