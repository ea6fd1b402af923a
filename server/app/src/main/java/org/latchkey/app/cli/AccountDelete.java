// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latchkey account delete}. */
@Command(
    name = "delete",
    description = "Delete an account and its app passwords; all its clients are signed out.",
    sortOptions = false)
final class AccountDelete implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "Its uid or mail.")
  private String login = "";

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  AccountDelete(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    if (!yes && terminal.person().isEmpty()) {
      throw CommandException.usage("nobody can be asked here: add --yes to delete " + login);
    }
    try (Directory directory = Connector.connect(server.target())) {
      DN account = directory.account(login);
      if (!yes && !isConfirmed(account)) {
        throw CommandException.refused("nothing is deleted");
      }
      directory.delete(account);
      terminal.err().println("Deleted " + Text.printable(login) + ".");
      return ExitCode.OK;
    }
  }

  private boolean isConfirmed(DN account) {
    String question = "Delete " + Text.printable(account.toString()) + " and its app passwords?";
    return terminal.person().map(person -> person.confirms(question)).orElse(false);
  }
}
