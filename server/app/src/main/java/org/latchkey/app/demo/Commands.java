// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import java.nio.file.Path;
import org.latchkey.app.server.Ports;

/**
 * What the demo prints: commands to paste, in an order in which each of them works.
 *
 * @param withMail whether there are mailboxes behind it
 * @param withDav whether there are address books and calendars behind it
 */
record Commands(
    Ports ports,
    Path certificate,
    String adminDn,
    Path adminPasswordFile,
    boolean withMail,
    boolean withDav) {

  String text(DemoAccount alice, DemoAccount bob) {
    return """
        In a browser, where alice makes her own app passwords, and bob is an admin too:

        - https://localhost:%d/portal/ (its certificate is self-signed: go on all the same)
        - %s with the primary password "%s"
        - %s with "%s"

        As alice's mail, contacts and LDAP clients, with her app password:

        %s\
        %s\
        %s
        As an admin, with the LDAP tools there are:

        %s
        %s\
        Revoke the app password that the first commands use; then they are refused:

          ldapdelete %s '%s'
        """
        .formatted(
            ports.https(),
            alice.login(),
            alice.primaryPassword(),
            bob.login(),
            bob.primaryPassword(),
            withMail ? mail(alice) : signIns(alice),
            dav(alice),
            ldap(alice),
            admin(alice),
            withMail ? thunderbird(alice) : "",
            asAdmin(),
            alice.appPasswordDn());
  }

  /** Lists the mailbox, reads the first message, sends one to bob. */
  private String mail(DemoAccount alice) {
    return """
          curl --cacert '%1$s' -u %2$s --ssl-reqd imap://127.0.0.1:%4$d/
          curl --cacert '%1$s' -u %2$s 'imaps://127.0.0.1:%3$d/INBOX;MAILINDEX=1'
          echo 'Subject: Hello' | curl --cacert '%1$s' -u %2$s --mail-from '%7$s' --mail-rcpt bob@example.org -T - smtps://127.0.0.1:%5$d
          swaks --server 127.0.0.1:%6$d --tls --auth PLAIN --auth-user '%7$s' --auth-password '%8$s' --from '%7$s' --to '%7$s'
        """
        .formatted(mailArguments(alice));
  }

  /** The same doors with nothing behind them. */
  private String signIns(DemoAccount alice) {
    return """
          curl --cacert '%1$s' -u %2$s --ssl-reqd imap://127.0.0.1:%4$d/
          curl --cacert '%1$s' -u %2$s imaps://127.0.0.1:%3$d/
          curl --cacert '%1$s' -u %2$s smtps://127.0.0.1:%5$d
          swaks --server 127.0.0.1:%6$d --tls --auth PLAIN --auth-user '%7$s' --auth-password '%8$s' --quit-after AUTH
        """
        .formatted(mailArguments(alice));
  }

  private Object[] mailArguments(DemoAccount alice) {
    return new Object[] {
      certificate,
      user(alice),
      ports.imaps(),
      ports.imap(),
      ports.submissions(),
      ports.submission(),
      alice.login(),
      alice.appPassword()
    };
  }

  private static String user(DemoAccount alice) {
    return "'" + alice.login() + ":" + alice.appPassword() + "'";
  }

  /** Lists the address book and reads a contact; without one, shows who is signed in. */
  private String dav(DemoAccount alice) {
    String curl = "  curl --cacert '%s' -u %s ".formatted(certificate, user(alice));
    String https = "https://127.0.0.1:%d".formatted(ports.https());
    String book = https + "/" + alice.login() + "/contacts/";
    return withDav
        ? curl + "-X PROPFIND -H 'Depth: 1' " + book + "\n" + curl + book + "bob.vcf\n"
        : curl + "-X PROPFIND -H 'Depth: 0' " + https + "/carddav/\n";
  }

  private String ldap(DemoAccount alice) {
    return """
          LDAPTLS_CACERT='%s' ldapwhoami -x -H ldaps://127.0.0.1:%d -D '%s' -w '%s'
        """
        .formatted(certificate, ports.ldaps(), alice.dn(), alice.appPassword());
  }

  private String admin(DemoAccount alice) {
    return """
          ldapsearch %1$s -LLL -b '%2$s' '(objectClass=latchkeyAppPassword)'
          ldappasswd %1$s 'cn=Thunderbird,%2$s'
          ldapdelete %1$s 'cn=Thunderbird,%2$s'
        """
        .formatted(asAdmin(), alice.dn());
  }

  private String asAdmin() {
    return "-x -H ldap://127.0.0.1:%d -D '%s' -y '%s'"
        .formatted(ports.adminLdap(), adminDn, adminPasswordFile);
  }

  /** What a person types where Thunderbird asks for servers; none of it is a command. */
  private String thunderbird(DemoAccount alice) {
    return """
        In Thunderbird: New Account, Email; name Alice, address %1$s; Configure manually:
        - incoming: IMAP, 127.0.0.1, port %2$d, SSL/TLS, normal password, user name %1$s
        - outgoing: 127.0.0.1, port %3$d, SSL/TLS, normal password, user name %1$s
        - password: %4$s
        The demo's certificate is self-signed: Thunderbird asks whether to trust it, for each of the two.

        """
        .formatted(alice.login(), ports.imaps(), ports.submissions(), alice.appPassword());
  }
}
