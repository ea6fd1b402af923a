// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.concurrent.Callable;
import org.latchkey.core.password.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code latchkey primary-password set}. */
@Command(
    name = "set",
    description = {
      "Set an account's primary password.",
      "Where it had one already, this revokes all its app passwords."
    },
    sortOptions = false)
final class PrimaryPasswordSet implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ChosenPassword password = new ChosenPassword();
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "The account's uid or mail.")
  private String login = "";

  PrimaryPasswordSet(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      DN account = directory.account(login);
      try (Secret chosen =
          password
              .read(terminal)
              .orElseThrow(
                  () -> CommandException.usage("a password is needed: give --password-file"))) {
        int before = directory.appPasswords(account, "1.1").size();
        directory.setPassword(account, chosen.octets());
        int revoked = before - directory.appPasswords(account, "1.1").size();
        terminal
            .err()
            .println(
                "The primary password is set; revoked "
                    + Text.count(revoked, "app password")
                    + ".");
      }
      return ExitCode.OK;
    }
  }
}
