// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code latchkey app-password revoke}. */
@Command(
    name = "revoke",
    description = "Revoke one app password; its clients are signed out.",
    sortOptions = false)
final class AppPasswordRevoke implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "LOGIN", description = "The account's uid or mail.")
  private String login = "";

  @Parameters(index = "1", paramLabel = "LABEL", description = "The app password's label.")
  private String label = "";

  AppPasswordRevoke(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      directory.delete(Directory.appPasswordDn(directory.account(login), label));
      terminal.err().println("Revoked \"" + Text.printable(label) + "\".");
      return ExitCode.OK;
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
        throw new CommandException(
            ExitCode.REFUSED, login + " has no app password \"" + label + "\"", e);
      }
      throw e;
    }
  }
}
