// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.latchkey.app.server.StartException;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import org.latchkey.config.UpstreamsSettings;
import org.latchkey.integration.peers.Dovecot;
import org.latchkey.integration.peers.Dovecot.Security;
import org.latchkey.integration.peers.Dovecot.SignIn;
import org.latchkey.integration.peers.Example;
import org.latchkey.integration.peers.Postfix;

/**
 * Latchkey in front of Dovecot and Postfix, all of them by the files in {@code
 * config/examples/dovecot-postfix}. alice and bob have an account and a mailbox.
 */
record MailHost(
    TestServer server, Dovecot dovecot, Postfix postfix, TestAccount alice, TestAccount bob)
    implements AutoCloseable {
  private static final String MASTER =
      """
      sign-in = "master"
      master-user = "latchkey"
      master-password-file = "/etc/latchkey/dovecot-master"
      """;

  static MailHost start(Path folder, SignIn signIn) throws Exception {
    Postfix.demand();
    Dovecot dovecot = Dovecot.start(signIn, Security.CLEAR, "alice@example.org", "bob@example.org");
    try {
      Postfix postfix = Postfix.start(dovecot);
      try {
        return with(folder, signIn, dovecot, postfix);
      } catch (Exception e) {
        postfix.close();
        throw e;
      }
    } catch (Exception e) {
      dovecot.close();
      throw e;
    }
  }

  private static MailHost with(Path folder, SignIn signIn, Dovecot dovecot, Postfix postfix)
      throws Exception {
    TestServer server =
        start(
            folder,
            TestSettings.usual().toBuilder()
                .upstreams(upstreams(folder, signIn, dovecot, postfix))
                .build());
    if (signIn == SignIn.TOKEN) {
      dovecot.trustAllIn(server.server().data().folder().resolve("token-keys"));
    }
    return new MailHost(server, dovecot, postfix, server.account("alice"), server.account("bob"));
  }

  private static TestServer start(Path folder, Settings settings)
      throws StartException, IOException, LDAPException {
    return TestServer.start(folder.resolve("data"), settings);
  }

  /** Those of the example, with the ports and paths of the test. */
  private static UpstreamsSettings upstreams(
      Path folder, SignIn signIn, Dovecot dovecot, Postfix postfix)
      throws IOException, InvalidSettingsException {
    Path password = folder.resolve("dovecot-master");
    Files.writeString(password, Dovecot.MASTER_PASSWORD + "\n");
    Example example =
        Example.read("dovecot-postfix/latchkey.toml")
            .with("10143", dovecot.listeners().imap())
            .with("10110", dovecot.listeners().pop3())
            .with("14190", dovecot.listeners().sieve())
            .with("10587", postfix.port())
            // A busy machine may take long to start what serves one connection.
            .with("tls = \"none\"\n", "tls = \"none\"\ntimeout = \"1 min\"\n");
    if (signIn == SignIn.TOKEN) {
      example
          .with(MASTER + "announce = \"id\"", "sign-in = \"oauthbearer\"\nannounce = \"id\"")
          .with(MASTER + "announce = \"proxy\"", "sign-in = \"xoauth2\"\nannounce = \"proxy\"");
    } else {
      example.with("/etc/latchkey/dovecot-master", password);
    }
    return SettingsFile.parse(example.text(), "latchkey.toml").upstreams();
  }

  @Override
  public void close() throws IOException {
    server.close();
    postfix.close();
    dovecot.close();
  }
}
