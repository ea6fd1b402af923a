// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

/** An account as an admin made it. */
public record TestAccount(String uid, String login, String dn, String primaryPassword) {
  public static TestAccount of(String uid) {
    return of(uid, uid + "@example.org", uid + "'s primary password");
  }

  public static TestAccount of(String uid, String login, String primaryPassword) {
    return new TestAccount(uid, login, "uid=" + uid + "," + TestSettings.PEOPLE, primaryPassword);
  }

  /** Where its app password of this label is. */
  public String appPasswordDn(String label) {
    return "cn=" + label + "," + dn;
  }

  /** What binds as this account by way of a service's view. */
  public String dnIn(String service) {
    return "uid=" + uid + ",ou=" + service + ",ou=services," + TestSettings.BASE;
  }
}
