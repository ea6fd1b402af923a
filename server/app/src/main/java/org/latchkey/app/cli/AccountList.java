// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.util.json.JSONObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latchkey account list}. */
@Command(name = "list", description = "List the accounts.", sortOptions = false)
final class AccountList implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  AccountList(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      List<SearchResultEntry> accounts =
          new ArrayList<>(directory.accounts("uid", "mail", "cn", Names.DISABLED));
      accounts.sort(Comparator.comparing(each -> Values.one(each, "uid")));
      if (json) {
        terminal.out().println(Values.array(accounts.stream().map(AccountList::object).toList()));
      } else {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("LOGIN", "MAIL", "NAME", "STATE"));
        accounts.forEach(each -> rows.add(row(each)));
        Text.table(rows).forEach(terminal.out()::println);
      }
      return ExitCode.OK;
    }
  }

  private static List<String> row(SearchResultEntry account) {
    return List.of(
        Values.one(account, "uid"),
        String.join(" ", Values.all(account, "mail")),
        Values.one(account, "cn"),
        isDisabled(account) ? "disabled" : "enabled");
  }

  private static JSONObject object(SearchResultEntry account) {
    return new Values.JsonObject()
        .with("login", Values.one(account, "uid"))
        .with("mail", Values.all(account, "mail"))
        .with("name", Values.one(account, "cn"))
        .with("disabled", isDisabled(account))
        .made();
  }

  private static boolean isDisabled(SearchResultEntry account) {
    String value = Values.one(account, Names.DISABLED);
    return !value.isEmpty() && !value.equalsIgnoreCase("FALSE");
  }
}
