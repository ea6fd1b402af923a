// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.List;
import java.util.Set;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.account.Service;

/**
 * Who asks.
 *
 * @param login the name that the request signed in with, prepared
 * @param services all that the app password may be used for
 */
public record Viewer(Account account, String login, Set<Service> services) {

  /** Whether a login in a path is one of the account's own. */
  boolean is(String inPath) {
    return LoginName.prepare(inPath).filter(account.logins()::contains).isPresent();
  }

  /** What people call the account. */
  String displayName() {
    for (String type : List.of("displayName", "cn")) {
      List<String> values = account.attributes().getOrDefault(type, List.of());
      if (!values.isEmpty()) {
        return values.getFirst();
      }
    }
    return login;
  }
}
