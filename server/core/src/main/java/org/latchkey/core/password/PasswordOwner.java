// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;

/**
 * Whose primary password is being chosen, as far as the rules for it ask.
 *
 * @param names what the account is called: login names, the person's name; in any spelling
 * @param hasFactor whether a second factor is enrolled
 * @param presentHash of the primary password that there is
 */
public record PasswordOwner(List<String> names, boolean hasFactor, Optional<String> presentHash) {
  /** The attributes whose values a person is known by. */
  public static final List<String> NAMED_BY =
      List.of("uid", "mail", "cn", "sn", "givenName", "displayName");

  public PasswordOwner {
    names = List.copyOf(names);
  }

  /** The owner of an account. */
  public static PasswordOwner of(Account account) {
    List<String> names = new ArrayList<>(account.logins());
    NAMED_BY.forEach(type -> account.attribute(type).ifPresent(names::add));
    return new PasswordOwner(names, account.factors().any(), account.primaryPasswordHash());
  }
}
