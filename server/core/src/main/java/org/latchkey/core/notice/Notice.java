// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.notice;

import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;

/**
 * A change that the account's owner is told of by mail, whoever made it. Nothing in it is secret.
 *
 * @param number grows from one notice to the next; never used again
 * @param label the app password's, where it is one that was made; else empty
 * @param by the DN of who made the change
 * @param time when it was made
 */
public record Notice(
    long number, ChangeKind change, AccountId account, String label, String by, Instant time) {

  /** What it is about. */
  public enum Kind {
    /** An app password, or another secret for one. */
    APP_PASSWORD_MADE,
    ALL_APP_PASSWORDS_REVOKED,
    /** One was enrolled, removed or reset, or something became of the recovery codes. */
    SECOND_FACTOR_CHANGED,
    /** Where there was one before, all app passwords are revoked with it. */
    PRIMARY_PASSWORD_CHANGED;

    /** What such a change is about; empty when nobody is told of it. */
    public static Optional<Kind> of(ChangeKind change) {
      return switch (change) {
        case APP_PASSWORD_ADDED, APP_PASSWORD_SECRET_REPLACED -> Optional.of(APP_PASSWORD_MADE);
        case ALL_APP_PASSWORDS_REVOKED -> Optional.of(ALL_APP_PASSWORDS_REVOKED);
        case SECOND_FACTOR_ENROLLED,
            SECOND_FACTOR_REMOVED,
            SECOND_FACTORS_RESET,
            RECOVERY_CODES_MADE,
            RECOVERY_CODE_USED,
            RECOVERY_CODES_REMOVED ->
            Optional.of(SECOND_FACTOR_CHANGED);
        case PRIMARY_PASSWORD_CHANGED -> Optional.of(PRIMARY_PASSWORD_CHANGED);
        case ACCOUNT_ADDED,
            ACCOUNT_CHANGED,
            ACCOUNT_DISABLED,
            ACCOUNT_ENABLED,
            ACCOUNT_RENAMED,
            ACCOUNT_DELETED,
            ADMIN_RIGHTS_GIVEN,
            ADMIN_RIGHTS_TAKEN,
            APP_PASSWORD_SECRET_MADE,
            APP_PASSWORD_CHANGED,
            APP_PASSWORD_RENAMED,
            APP_PASSWORD_REVOKED,
            SECOND_FACTOR_USED ->
            Optional.empty();
      };
    }
  }

  public Notice {
    if (Kind.of(change).isEmpty()) {
      throw new IllegalArgumentException("nobody is told of " + change.id());
    }
  }

  /** What it is about. */
  public Kind kind() {
    return Kind.of(change).orElseThrow();
  }
}
