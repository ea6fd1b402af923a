// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

/** The ports in use; 0 for a listener that is switched off. */
public record Ports(
    int imap,
    int imaps,
    int submission,
    int submissions,
    int https,
    int ldap,
    int ldaps,
    int adminLdap,
    int health) {

  /** As a JSON object with a member for each. */
  public String json() {
    return """
        {"imap":%d,"imaps":%d,"submission":%d,"submissions":%d,"https":%d,"ldap":%d,"ldaps":%d,\
        "adminLdap":%d,"health":%d}"""
        .formatted(imap, imaps, submission, submissions, https, ldap, ldaps, adminLdap, health);
  }
}
