// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

/** The ports in use; 0 for a listener that is switched off or has no upstream to lead to. */
public record Ports(
    int imap,
    int imaps,
    int submission,
    int submissions,
    int pop3,
    int pop3s,
    int sieve,
    int https,
    int portal,
    int ldap,
    int ldaps,
    int adminLdap,
    int health) {

  /** As a JSON object with a member for each. */
  public String json() {
    return """
        {"imap":%d,"imaps":%d,"submission":%d,"submissions":%d,"pop3":%d,\
        "pop3s":%d,"sieve":%d,"https":%d,"portal":%d,"ldap":%d,"ldaps":%d,\
        "adminLdap":%d,"health":%d}"""
        .formatted(
            imap,
            imaps,
            submission,
            submissions,
            pop3,
            pop3s,
            sieve,
            https,
            portal,
            ldap,
            ldaps,
            adminLdap,
            health);
  }
}
