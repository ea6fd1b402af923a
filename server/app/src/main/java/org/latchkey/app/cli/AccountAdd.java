// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latchkey account add}. */
@Command(
    name = "add",
    description = "Add an account. It has a primary password only where one is given.",
    sortOptions = false)
final class AccountAdd implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final ChosenPassword password = new ChosenPassword();

  @Parameters(
      paramLabel = "LOGIN",
      description =
          "The login name, as in alice. An address, as in alice@example.org, is the login name"
              + " alice with that mail.")
  private String login = "";

  @Option(names = "--mail", paramLabel = "ADDRESS", description = "A mail address to sign in with.")
  private Set<String> mail = new LinkedHashSet<>();

  @Option(names = "--name", paramLabel = "NAME", description = "The person's full name.")
  private @Nullable String name;

  AccountAdd(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    int at = login.lastIndexOf('@');
    String uid = at < 0 ? login : login.substring(0, at);
    if (uid.isBlank()) {
      throw CommandException.usage("a login name is needed");
    }
    Set<String> addresses = new LinkedHashSet<>(mail);
    if (at >= 0) {
      addresses.add(login);
    }
    try (Directory directory = Connector.connect(server.target())) {
      Entry entry = new Entry(directory.accountDn(uid));
      describe(entry, uid, addresses);
      Optional<Secret> chosen = password.read(terminal);
      try (Secret secret = chosen.orElse(Secret.takeOver(new byte[0]))) {
        if (secret.length() > 0) {
          entry.addAttribute("userPassword", secret.octets());
        }
        directory.add(entry);
      }
      terminal
          .err()
          .println(
              "Added "
                  + Text.printable(uid)
                  + (chosen.isPresent() ? "." : ", without a primary password."));
      return ExitCode.OK;
    }
  }

  private void describe(Entry entry, String uid, Set<String> addresses) {
    String fullName = name == null || name.isBlank() ? uid : name.strip();
    entry.addAttribute(
        "objectClass", "top", "person", "organizationalPerson", "inetOrgPerson", Names.ACCOUNT);
    entry.addAttribute("uid", uid);
    entry.addAttribute("cn", fullName);
    entry.addAttribute("sn", fullName.substring(fullName.lastIndexOf(' ') + 1));
    if (!addresses.isEmpty()) {
      entry.addAttribute("mail", addresses);
    }
  }
}
