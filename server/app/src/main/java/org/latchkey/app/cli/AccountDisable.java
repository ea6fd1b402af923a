// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.concurrent.Callable;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code latchkey account disable}. */
@Command(
    name = "disable",
    description = "Disable an account: nothing of it signs in, and all its clients are signed out.",
    sortOptions = false)
final class AccountDisable implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "Its uid or mail.")
  private String login = "";

  AccountDisable(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      directory.modify(
          directory.account(login),
          new Modification(ModificationType.REPLACE, Names.DISABLED, "TRUE"));
      terminal.err().println("Disabled " + Text.printable(login) + ".");
      return ExitCode.OK;
    }
  }
}
