// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.util.json.JSONObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latchkey app-password list}. */
@Command(name = "list", description = "List an account's app passwords.", sortOptions = false)
final class AppPasswordList implements Callable<Integer> {
  private static final String[] ATTRIBUTES = {
    "cn",
    "createTimestamp",
    Names.SERVICE,
    Names.MADE_BY,
    Names.SECRET_MADE,
    Names.EXPIRES,
    Names.NETWORK,
    Names.LAST_USED,
    Names.LAST_ADDRESS,
    Names.LAST_SERVICE,
    Names.LAST_CLIENT
  };
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Terminal terminal;
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "LOGIN", description = "The account's uid or mail.")
  private String login = "";

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  AppPasswordList(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws LDAPException, CommandException {
    try (Directory directory = Connector.connect(server.target())) {
      List<SearchResultEntry> found =
          new ArrayList<>(directory.appPasswords(directory.account(login), ATTRIBUTES));
      found.sort(Comparator.comparing(each -> Values.one(each, "cn")));
      if (json) {
        terminal.out().println(Values.array(found.stream().map(AppPasswordList::object).toList()));
      } else {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("LABEL", "SERVICES", "MADE", "LAST USED", "EXPIRES"));
        found.forEach(each -> rows.add(row(each)));
        Text.table(rows).forEach(terminal.out()::println);
      }
      return ExitCode.OK;
    }
  }

  private static List<String> row(SearchResultEntry entry) {
    return List.of(
        Values.one(entry, "cn"),
        String.join(" ", Values.all(entry, Names.SERVICE)),
        shown(made(entry), "-"),
        lastUse(entry),
        shown(Values.time(entry, Names.EXPIRES), "never"));
  }

  private static Optional<Instant> made(SearchResultEntry entry) {
    return Values.time(entry, "createTimestamp", Names.SECRET_MADE);
  }

  private static String lastUse(SearchResultEntry entry) {
    Optional<Instant> time = Values.time(entry, Names.LAST_USED);
    if (time.isEmpty()) {
      return "never";
    }
    return "%s %s from %s"
        .formatted(
            shown(time, ""),
            Values.one(entry, Names.LAST_SERVICE),
            Values.one(entry, Names.LAST_ADDRESS));
  }

  private static String shown(Optional<Instant> time, String none) {
    return time.map(known -> MINUTES.format(known.atZone(ZoneId.systemDefault()))).orElse(none);
  }

  private static JSONObject object(SearchResultEntry entry) {
    return new Values.JsonObject()
        .with("label", Values.one(entry, "cn"))
        .with("services", Values.all(entry, Names.SERVICE))
        .with("networks", Values.all(entry, Names.NETWORK))
        .with("made", made(entry))
        .with("madeBy", Values.one(entry, Names.MADE_BY))
        .with("secretMade", Values.time(entry, Names.SECRET_MADE))
        .with("lastUsed", Values.time(entry, Names.LAST_USED))
        .with("lastService", Values.one(entry, Names.LAST_SERVICE))
        .with("lastAddress", Values.one(entry, Names.LAST_ADDRESS))
        .with("lastClient", Values.one(entry, Names.LAST_CLIENT))
        .with("expires", Values.time(entry, Names.EXPIRES))
        .made();
  }
}
