// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.List;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;

/**
 * A header field that names the user, which the upstream takes on trust.
 *
 * @param field its name
 * @param attribute of the account; its first value is the name
 */
record RemoteUser(String field, String attribute) implements UpstreamIdentity {
  @Override
  public Answer of(Account account, Service service) {
    List<String> values = account.attributes().getOrDefault(attribute, List.of());
    if (values.isEmpty()) {
      return new Answer.Missing("the account has no " + attribute);
    }
    String user = values.getFirst();
    return isPlain(user)
        ? new Answer.Field(field, user)
        : new Answer.Missing("the account's " + attribute + " can't stand in a header field");
  }

  /** What is not ASCII has no one reading in a field, and might be read as somebody else. */
  private static boolean isPlain(String user) {
    return !user.isEmpty() && user.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
