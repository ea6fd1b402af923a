// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a change was. */
public enum ChangeKind {
  ACCOUNT_ADDED,
  /** Something of the account that none of the others names. */
  ACCOUNT_CHANGED,
  ACCOUNT_DISABLED,
  ACCOUNT_ENABLED,
  ACCOUNT_RENAMED,
  /** The account has become a member of the group of admins. */
  ADMIN_RIGHTS_GIVEN,
  ADMIN_RIGHTS_TAKEN,
  ACCOUNT_DELETED,
  APP_PASSWORD_ADDED,
  /** The first secret of one that was added without. */
  APP_PASSWORD_SECRET_MADE,
  APP_PASSWORD_SECRET_REPLACED,
  APP_PASSWORD_CHANGED,
  APP_PASSWORD_RENAMED,
  APP_PASSWORD_REVOKED,
  /** The last one has been revoked, alone or with others. */
  ALL_APP_PASSWORDS_REVOKED,
  /** Where there was one before, all app passwords are revoked with it. */
  PRIMARY_PASSWORD_CHANGED,
  SECOND_FACTOR_ENROLLED,
  SECOND_FACTOR_REMOVED,
  SECOND_FACTOR_USED,
  /** None is left, nor any recovery code. */
  SECOND_FACTORS_RESET,
  RECOVERY_CODES_MADE,
  RECOVERY_CODE_USED,
  RECOVERY_CODES_REMOVED;

  private static final Set<ChangeKind> OF_ONE_APP_PASSWORD =
      EnumSet.of(
          APP_PASSWORD_ADDED,
          APP_PASSWORD_SECRET_MADE,
          APP_PASSWORD_SECRET_REPLACED,
          APP_PASSWORD_CHANGED,
          APP_PASSWORD_RENAMED,
          APP_PASSWORD_REVOKED);

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and in what is stored. */
  public String id() {
    return id;
  }

  /** The one of this name. */
  public static Optional<ChangeKind> of(String id) {
    for (ChangeKind each : values()) {
      if (each.id.equals(id)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether it is one app password that was changed. */
  public boolean isOfOneAppPassword() {
    return OF_ONE_APP_PASSWORD.contains(this);
  }
}
