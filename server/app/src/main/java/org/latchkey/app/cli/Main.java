// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command {@code latchkey}. */
@Command(
    name = "latchkey",
    description = "App-specific passwords for IMAP, SMTP, CardDAV, CalDAV and LDAP clients.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the server refused, or the check found problems",
      "2:the command line makes no sense",
      "3:the server can't be reached, or can't start",
      "70:a bug in Latchkey"
    },
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      CheckConfigCommand.class,
      DnsCommand.class,
      ImportCommand.class,
      AccountCommand.class,
      AppPasswordCommand.class,
      PrimaryPasswordCommand.class,
      AuditCommand.class,
      VersionCommand.class
    })
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Say how it is used.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  private boolean verbose;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int exitCode = run(terminal, args);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exitCode);
  }

  /** Runs a command in this process. */
  static int run(Terminal terminal, String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main, new CommandFactory(terminal));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setExpandAtFiles(false); // a label may begin with @
    line.setParameterExceptionHandler((e, arguments) -> main.badUsage(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> main.failed(terminal, e));
    return line.execute(args);
  }

  private int badUsage(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return ended(
        terminal,
        new CommandException(
            ExitCode.USAGE,
            firstLine(String.valueOf(e.getMessage())) + "; see " + command + " --help",
            e));
  }

  private int failed(Terminal terminal, Exception e) {
    return ended(
        terminal,
        switch (e) {
          case CommandException known -> known;
          case LDAPException answer -> LdapFailure.of(answer);
          default -> new CommandException(ExitCode.BUG, "a bug (--verbose shows more): " + e, e);
        });
  }

  private int ended(Terminal terminal, CommandException why) {
    String prefix = "latchkey: ";
    for (String line : String.valueOf(why.getMessage()).lines().toList()) {
      terminal.err().println(prefix + Text.printable(line));
      prefix = "";
    }
    if (verbose) {
      why.printStackTrace(terminal.err());
    }
    return why.exitCode();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Hands the terminal to the commands that ask for it. */
  private record CommandFactory(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type.getPackage() != Main.class.getPackage()) {
        return CommandLine.defaultFactory().create(type);
      }
      for (var constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1) {
          return type.cast(constructor.newInstance(terminal));
        }
      }
      return type.getDeclaredConstructor().newInstance();
    }
  }
}
