// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

/** An account as an admin made it. */
record TestAccount(String uid, String login, String dn, String primaryPassword) {
  static TestAccount of(String uid) {
    return new TestAccount(
        uid,
        uid + "@example.org",
        "uid=" + uid + ",ou=people," + TestSettings.BASE,
        uid + "'s primary password");
  }

  /** Where its app password of this label is. */
  String appPasswordDn(String label) {
    return "cn=" + label + "," + dn;
  }

  /** What binds as this account by way of a service's view. */
  String dnIn(String service) {
    return "uid=" + uid + ",ou=" + service + ",ou=services," + TestSettings.BASE;
  }
}
