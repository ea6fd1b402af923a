// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a command talks to.
 *
 * @param out for what was asked for, and nothing else: scripts read it
 * @param err for words to a person
 * @param person who can be asked; empty where nobody sits at a terminal
 */
record Terminal(PrintWriter out, PrintWriter err, InputStream in, Optional<Person> person) {

  /** Somebody at a terminal. */
  interface Person {
    /** Asks for a password without showing it; empty at the end of the input. */
    Optional<char[]> password(String question);

    /** Asks yes or no; everything but a yes is a no. */
    boolean confirms(String question);
  }

  /** This process's own. */
  static Terminal ofProcess() {
    Optional<Person> person =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).map(AtConsole::new);
    return new Terminal(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.in,
        person);
  }

  private record AtConsole(Console console) implements Person {
    @Override
    public Optional<char[]> password(String question) {
      return Optional.ofNullable(console.readPassword("%s: ", question));
    }

    @Override
    public boolean confirms(String question) {
      String answer = console.readLine("%s [y/N] ", question);
      return answer != null && answer.strip().matches("(?i)y(es)?");
    }
  }
}
