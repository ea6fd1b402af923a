// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONString;
import com.unboundid.util.json.JSONValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.app.server.AuditLines;
import org.latchkey.app.server.AuditTime;
import org.latchkey.config.AuditSettings;
import org.latchkey.config.InvalidSettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latchkey audit}. */
@Command(
    name = "audit",
    description = {
      "Print what happened, the oldest first: changes, and sign-ins and sign-outs.",
      "It reads the files in the data folder, older ones too, whether the server runs or not."
    },
    sortOptions = false)
final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--account",
      paramLabel = "LOGIN",
      description = {
        "Only what is about this account, or done by it: a login name or an entryUUID.",
        "Several accounts that had the login name one after another are all shown."
      })
  private @Nullable String account;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "From then on: so long ago (7d, 12h, 30min), a day or a time (RFC 3339).")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "WHEN", description = "Up to then; written like --since.")
  private @Nullable String until;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = {
        "Only these: changes, sign-ins, or the name of an event, such as change, portal, sign-in,",
        "refusals, sign-out, spraying. May be given many times."
      })
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--json", description = "Print the lines as they are, a JSON object each.")
  private boolean json;

  @Mixin private SettingsOptions options = new SettingsOptions();

  AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    Instant now = Instant.now();
    AuditPeriod period = AuditPeriod.of(since, until, now);
    try {
      List<Path> files = files(options.settings().audit());
      Optional<AuditSubject> subject =
          account == null ? Optional.empty() : Optional.of(subject(account, files));
      print(files, period, subject);
    } catch (InvalidSettingsException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, "the audit can't be read: " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private List<Path> files(AuditSettings settings) throws CommandException {
    List<Path> files = new ArrayList<>();
    if (!kinds.equals(List.of("sign-ins"))) {
      settings.file(options.data()).ifPresent(files::add);
    }
    if (!kinds.equals(List.of("changes"))) {
      settings.signInsFile(options.data()).ifPresent(files::add);
    }
    if (files.stream().noneMatch(Files::exists)) {
      throw CommandException.unavailable(
          "there is no audit in "
              + options.data()
              + ": give --data, and --config where there is one");
    }
    return files;
  }

  private static AuditSubject subject(String login, List<Path> files) throws IOException {
    AuditSubject subject = new AuditSubject(login);
    for (Path file : files) {
      try (AuditLines lines = AuditLines.open(file)) {
        for (String line = lines.next(); line != null; line = lines.next()) {
          if (subject.mayKnow(line)) {
            parsed(line).ifPresent(subject::learn);
          }
        }
      }
    }
    return subject;
  }

  /** Merges the files, each of which is in the order of time. */
  private void print(List<Path> files, AuditPeriod period, Optional<AuditSubject> subject)
      throws IOException {
    List<Ahead> all = new ArrayList<>();
    try {
      for (Path file : files) {
        all.add(new Ahead(AuditLines.open(file), period, subject));
      }
      while (true) {
        Optional<Ahead> next =
            all.stream().filter(each -> each.line != null).min((a, b) -> a.time.compareTo(b.time));
        if (next.isEmpty()) {
          return;
        }
        print(String.valueOf(next.get().line));
        next.get().advance();
      }
    } finally {
      for (Ahead each : all) {
        each.lines.close();
      }
    }
  }

  private void print(String line) {
    if (json) {
      terminal.out().println(line);
    } else {
      parsed(line).map(AuditCommand::text).ifPresent(terminal.out()::println);
    }
  }

  private static String text(JSONObject event) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JSONValue> field : event.getFields().entrySet()) {
      String value =
          field.getValue() instanceof JSONString string
              ? string.stringValue()
              : field.getValue().toString();
      boolean first = field.getKey().equals("time") || field.getKey().equals("event");
      text.append(text.isEmpty() ? "" : " ").append(first ? "" : field.getKey() + "=");
      boolean plain = value.matches("[A-Za-z0-9.:/+_\\[\\]-]+");
      text.append(plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return Text.printable(text.toString());
  }

  private static Optional<JSONObject> parsed(String line) {
    try {
      return Optional.of(new JSONObject(line));
    } catch (JSONException cutOff) {
      return Optional.empty();
    }
  }

  /** The next line of a file that is to be printed; belongs to one thread. */
  private final class Ahead {
    final AuditLines lines;
    final AuditPeriod period;
    final Optional<AuditSubject> subject;
    @Nullable String line;
    Instant time = Instant.MIN;

    Ahead(AuditLines lines, AuditPeriod period, Optional<AuditSubject> subject) throws IOException {
      this.lines = lines;
      this.period = period;
      this.subject = subject;
      advance();
    }

    void advance() throws IOException {
      for (line = lines.next(); line != null; line = lines.next()) {
        Optional<Instant> written = AuditTime.of(line);
        if (written.isPresent() && period.holds(written.get()) && isWanted(line)) {
          time = written.get();
          return;
        }
      }
    }

    private boolean isWanted(String candidate) {
      if (kinds.isEmpty() && subject.isEmpty()) {
        return true;
      }
      Optional<JSONObject> event = parsed(candidate);
      return event.isPresent()
          && (kinds.isEmpty() || AuditKinds.isOneOf(kinds, event.get()))
          && (subject.isEmpty() || subject.get().isOf(event.get()));
    }
  }
}
