// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs commands as a shell would. */
final class Shell {
  private Shell() {}

  /** What a command came to. */
  record Ran(int exitCode, String out, String err) {}

  /** Somebody who answers in this order, and says yes where asked whether. */
  record Answering(Deque<String> answers, boolean confirming) implements Terminal.Person {
    static Answering with(String... answers) {
      return new Answering(new ArrayDeque<>(List.of(answers)), true);
    }

    static Answering no() {
      return new Answering(new ArrayDeque<>(), false);
    }

    @Override
    public Optional<char[]> password(String question) {
      return Optional.ofNullable(answers.poll()).map(String::toCharArray);
    }

    @Override
    public boolean confirms(String question) {
      return confirming;
    }
  }

  static Ran run(String... args) {
    return run("", null, args);
  }

  static Ran run(String in, Terminal.@Nullable Person person, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            Optional.ofNullable(person));
    int exitCode = Main.run(terminal, args);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
