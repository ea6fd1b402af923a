// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
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
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.config.UpstreamsSettings;

/**
 * The mail server behind the demo: GreenMail, IMAP and SMTP on free ports of loopback, mailboxes in
 * memory; it lets everybody in. It is on the class path of the demo alone, not on the server's.
 */
final class DemoMail implements AutoCloseable {
  private static final List<String> SUBJECTS =
      List.of("Welcome to Latchkey", "One password for each client", "Revoke me");

  private final GreenMail server;

  private DemoMail(GreenMail server) {
    this.server = server;
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
   */
  static DemoMail start(List<String> logins) throws StartException {
    GreenMail server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, Demo.LOOPBACK, ServerSetup.PROTOCOL_IMAP),
              new ServerSetup(0, Demo.LOOPBACK, ServerSetup.PROTOCOL_SMTP)
            });
    server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    try {
      server.start();
      for (String login : logins) {
        server.getUserManager().createUser(login, login, "");
      }
      fill(server.getUserManager().getUser(logins.getFirst()));
    } catch (UserException | RuntimeException e) {
      server.stop();
      throw new StartException("the demo's mail server can't start: " + e.getMessage(), e);
    }
    return new DemoMail(server);
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

  /** Where Latchkey relays to; it needs no proof there. */
  UpstreamsSettings upstreams() {
    UpstreamsSettings none = UpstreamsSettings.defaults();
    return new UpstreamsSettings(
        at(server.getImap().getPort()), none.pop3(), none.sieve(), at(server.getSmtp().getPort()));
  }

  /** Notices go to the same mailboxes. */
  NoticesSettings notices() {
    return new NoticesSettings(
        Optional.of(Demo.LOOPBACK),
        server.getSmtp().getPort(),
        UpstreamTls.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("latchkey@example.org"));
  }

  private static UpstreamSettings at(int port) {
    UpstreamSettings defaults = UpstreamSettings.defaults(port);
    return new UpstreamSettings(
        Optional.of(Demo.LOOPBACK),
        port,
        UpstreamTls.NONE,
        Optional.empty(),
        new UpstreamSignInSettings(
            UpstreamSignIn.NONE,
            "mail", // GreenMail's mailboxes are called so
            Optional.empty(),
            Optional.empty(),
            MasterForm.AUTHZID,
            Optional.empty()),
        Announce.NONE,
        defaults.timeout());
  }

  @Override
  public void close() {
    server.stop();
  }
}
