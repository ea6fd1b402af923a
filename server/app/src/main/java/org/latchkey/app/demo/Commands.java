// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import java.nio.file.Path;
import org.latchkey.app.server.Ports;

/** What the demo prints: commands to paste, in an order in which each of them works. */
record Commands(Ports ports, Path certificate, String adminDn, Path adminPasswordFile) {

  String text(DemoAccount alice) {
    String user = "'" + alice.login() + ":" + alice.appPassword() + "'";
    String admin =
        "-x -H ldap://127.0.0.1:%d -D '%s' -y '%s'"
            .formatted(ports.adminLdap(), adminDn, adminPasswordFile);
    return """
        As alice's mail, contacts and LDAP clients, with her app password:

          curl --cacert '%1$s' -u %2$s imaps://127.0.0.1:%3$d/
          curl --cacert '%1$s' -u %2$s --ssl-reqd imap://127.0.0.1:%4$d/
          curl --cacert '%1$s' -u %2$s smtps://127.0.0.1:%5$d
          swaks --server 127.0.0.1:%6$d --tls --auth PLAIN --auth-user '%7$s' --auth-password '%8$s' --quit-after AUTH
          curl --cacert '%1$s' -u %2$s -X PROPFIND -H 'Depth: 0' https://127.0.0.1:%9$d/carddav/
          LDAPTLS_CACERT='%1$s' ldapwhoami -x -H ldaps://127.0.0.1:%10$d -D '%11$s' -w '%8$s'

        As an admin, with the LDAP tools there are:

          ldapsearch %12$s -LLL -b '%11$s' '(objectClass=latchkeyAppPassword)'
          ldappasswd %12$s 'cn=Thunderbird,%11$s'
          ldapdelete %12$s 'cn=Thunderbird,%11$s'

        Revoke the app password that the first commands use; then they are refused:

          ldapdelete %12$s '%13$s'
        """
        .formatted(
            certificate,
            user,
            ports.imaps(),
            ports.imap(),
            ports.submissions(),
            ports.submission(),
            alice.login(),
            alice.appPassword(),
            ports.https(),
            ports.ldaps(),
            alice.dn(),
            admin,
            alice.appPasswordDn());
  }
}
