// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code latchkey app-password make}. The entry is added first, and only then given a password: an
 * add refuses a label that is taken, where a password change would replace the one it has.
 */
@Command(
    name = "make",
    description = {
      "Make an app password and print it, this once.",
      "A label that begins with a hyphen goes after --."
    },
    sortOptions = false)
final class AppPasswordMake implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LOGIN", description = "The account's uid or mail.")
  private String login = "";

  @Parameters(index = "1", paramLabel = "LABEL", description = "What it is for, as in iPhone.")
  private String label = "";

  @Mixin private final Limits limits = new Limits();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Mixin private final ServerOptions server = new ServerOptions();

  AppPasswordMake(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    Optional<String> refused = new AppPasswordRules(0).refuseLabel(label);
    if (refused.isPresent()) {
      throw CommandException.usage(refused.get());
    }
    try (Directory directory = Connector.connect(server.target())) {
      DN dn = Directory.appPasswordDn(directory.account(login), label);
      Entry entry = new Entry(dn);
      entry.addAttribute("objectClass", "top", Names.APP_PASSWORD);
      entry.addAttribute("cn", label);
      limits.describe(entry, ZonedDateTime.now(ZoneId.systemDefault()));
      add(directory, entry);
      print(dn, generate(directory, dn));
      return ExitCode.OK;
    }
  }

  private void add(Directory directory, Entry entry) throws LDAPException, CommandException {
    try {
      directory.add(entry);
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.ENTRY_ALREADY_EXISTS)) {
        throw new CommandException(
            ExitCode.REFUSED, login + " already has an app password \"" + label + "\"", e);
      }
      throw e;
    }
  }

  private static String generate(Directory directory, DN dn)
      throws LDAPException, CommandException {
    boolean generated = false;
    try {
      String password = directory.generatePassword(dn);
      generated = true;
      return password;
    } finally {
      if (!generated) {
        removeQuietly(directory, dn);
      }
    }
  }

  /** Without a password it lets nobody in; what went wrong before is what has to be told. */
  private static void removeQuietly(Directory directory, DN dn) {
    try {
      directory.delete(dn);
    } catch (LDAPException e) {
      // it stays, and can be revoked
    }
  }

  private void print(DN dn, String password) {
    if (json) {
      terminal
          .out()
          .println(
              new Values.JsonObject()
                  .with("dn", dn.toString())
                  .with("login", login)
                  .with("label", label)
                  .with("password", password)
                  .made()
                  .toSingleLineString());
      return;
    }
    terminal
        .err()
        .println(
            "App password \"%s\" of %s, shown this once:"
                .formatted(Text.printable(label), Text.printable(login)));
    terminal.out().println(password);
  }
}
