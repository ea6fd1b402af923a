// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code latchkey app-password revoke-all}. */
@Command(
    name = "revoke-all",
    description = "Revoke all app passwords of an account, one by one; its clients are signed out.",
    sortOptions = false)
final class AppPasswordRevokeAll implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "The account's uid or mail.")
  private String login = "";

  AppPasswordRevokeAll(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    int revoked = 0;
    try (Directory directory = Connector.connect(server.target())) {
      for (SearchResultEntry each : directory.appPasswords(directory.account(login), "cn")) {
        if (isRevokedNow(directory, each)) {
          revoked++;
        }
      }
    } finally {
      terminal.err().println("Revoked " + Text.count(revoked, "app password") + ".");
    }
    return ExitCode.OK;
  }

  /** False when somebody else was faster. */
  private static boolean isRevokedNow(Directory directory, SearchResultEntry appPassword)
      throws LDAPException {
    try {
      directory.delete(appPassword.getParsedDN());
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
        return false;
      }
      throw e;
    }
  }
}
