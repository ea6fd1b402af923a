// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.latchkey.core.directory.ChangeKind;

/** Names what a modification did to an account. */
final class AccountChange {
  private AccountChange() {}

  /**
   * @param password whether the primary password was replaced, be it by the same
   * @param server whether the server did it
   * @return at least one
   */
  static List<ChangeKind> between(Entry before, Entry after, boolean password, boolean server) {
    List<ChangeKind> kinds = new ArrayList<>(1);
    FactorChange.between(SecondFactorEntries.of(before), SecondFactorEntries.of(after), server)
        .ifPresent(kinds::add);
    if (password) {
      kinds.add(ChangeKind.PRIMARY_PASSWORD_CHANGED);
    }
    access(before, after).ifPresent(kinds::add);
    return kinds.isEmpty() ? List.of(ChangeKind.ACCOUNT_CHANGED) : kinds;
  }

  private static Optional<ChangeKind> access(Entry before, Entry after) {
    boolean was = AccountEntries.isDisabled(before);
    boolean is = AccountEntries.isDisabled(after);
    if (was == is) {
      return Optional.empty();
    }
    return Optional.of(is ? ChangeKind.ACCOUNT_DISABLED : ChangeKind.ACCOUNT_ENABLED);
  }
}
