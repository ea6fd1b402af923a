// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.adapters.net.Transport;

/** Plays every conversation in {@code transcripts/}; most are what a real client says. */
final class TranscriptTest {
  private static Transport transport;

  @BeforeAll
  static void open() {
    transport = Transport.open();
  }

  @AfterAll
  static void close() {
    transport.close();
  }

  static List<String> transcripts() throws IOException {
    Path folder = TestTls.resource("transcripts");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void plays(String name) throws Exception {
    new Transcript(TestTls.resource("transcripts/" + name)).play(transport);
  }
}
