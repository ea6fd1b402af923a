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

/** {@code latchkey account enable}. */
@Command(name = "enable", description = "Enable a disabled account again.", sortOptions = false)
final class AccountEnable implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "Its uid or mail.")
  private String login = "";

  AccountEnable(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      directory.modify(
          directory.account(login), new Modification(ModificationType.REPLACE, Names.DISABLED));
      terminal.err().println("Enabled " + Text.printable(login) + ".");
      return ExitCode.OK;
    }
  }
}
