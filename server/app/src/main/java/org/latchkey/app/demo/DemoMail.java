// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.List;
import java.util.Optional;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Announce;
import org.latchkey.config.MasterForm;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.config.UpstreamsSettings;

/**
 * The mail server behind the demo: GreenMail, IMAP and SMTP on free ports of loopback, mailboxes in
 * memory. It is on the class path of the demo alone, not on the server's.
 */
final class DemoMail implements AutoCloseable {
  private static final List<String> SUBJECTS =
      List.of("Welcome to Latchkey", "One password for each client", "Revoke me");

  private final GreenMail server;
  private final String secret;

  private DemoMail(GreenMail server, String secret) {
    this.server = server;
    this.secret = secret;
  }

  /** Whether GreenMail is there: not where only the server's own jars are. */
  static boolean isThere() {
    return DemoMail.class
            .getClassLoader()
            .getResource("com/icegreen/greenmail/util/GreenMail.class")
        != null;
  }

  /**
   * Starts it.
   *
   * @param logins whose mailboxes there are; the first has mail in it
   * @param secret what Latchkey signs in with for each of them
   */
  static DemoMail start(List<String> logins, String secret) throws StartException {
    GreenMail server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, Demo.LOOPBACK, ServerSetup.PROTOCOL_IMAP),
              new ServerSetup(0, Demo.LOOPBACK, ServerSetup.PROTOCOL_SMTP)
            });
    try {
      server.start();
      for (String login : logins) {
        server.getUserManager().createUser(login, login, secret);
      }
      fill(server.getUserManager().getUser(logins.getFirst()));
    } catch (UserException | RuntimeException e) {
      server.stop();
      throw new StartException("the demo's mail server can't start: " + e.getMessage(), e);
    }
    return new DemoMail(server, secret);
  }

  private static void fill(GreenMailUser user) {
    for (String subject : SUBJECTS) {
      user.deliver(
          GreenMailUtil.createTextEmail(
              user.getEmail(),
              "demo@example.org",
              subject,
              "This comes from the mail server behind Latchkey.",
              ServerSetup.SMTP));
    }
  }

  /** Where Latchkey relays to, and how it signs in. */
  UpstreamsSettings upstreams() {
    UpstreamsSettings none = UpstreamsSettings.defaults();
    return new UpstreamsSettings(
        at(server.getImap().getPort()), none.pop3(), none.sieve(), at(server.getSmtp().getPort()));
  }

  private static UpstreamSettings at(int port) {
    UpstreamSettings defaults = UpstreamSettings.defaults(port);
    return new UpstreamSettings(
        Optional.of(Demo.LOOPBACK),
        port,
        UpstreamTls.NONE,
        Optional.empty(),
        new UpstreamSignInSettings(
            UpstreamSignIn.SECRET, "mail", Optional.empty(), Optional.empty(), MasterForm.AUTHZID),
        Announce.NONE,
        defaults.timeout());
  }

  /** What Latchkey signs in with. */
  String secret() {
    return secret;
  }

  @Override
  public void close() {
    server.stop();
  }
}
