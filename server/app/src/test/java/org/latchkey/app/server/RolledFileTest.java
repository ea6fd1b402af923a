// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolledFileTest {
  @TempDir private Path folder;

  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("audit.jsonl");
  }

  private static byte[] line(int number) {
    return "line %03d\n".formatted(number).getBytes(StandardCharsets.US_ASCII);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void itRollsBeforeItIsTooLargeAndKeepsTen() throws Exception {
    try (RolledFile file = RolledFile.open(path, 18)) {
      for (int i = 0; i < 41; i++) {
        file.append(line(i));
      }
    }
    List<String> wanted = new ArrayList<>(List.of("audit.jsonl"));
    for (int age = 1; age < RolledFile.KEPT; age++) {
      wanted.add("audit.jsonl." + age);
    }
    assertEquals(wanted, names());
    assertEquals(List.of("line 040"), Files.readAllLines(path));
    assertEquals(
        List.of("line 038", "line 039"), Files.readAllLines(folder.resolve("audit.jsonl.1")));
    assertEquals(
        List.of("line 022", "line 023"), Files.readAllLines(folder.resolve("audit.jsonl.9")));
  }

  @Test
  void everyFileIsItsOwnersAlone() throws Exception {
    try (RolledFile file = RolledFile.open(path, 9)) {
      file.append(line(1));
      file.append(line(2));
    }
    for (String each : names()) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(each))));
    }
    assertEquals(2, names().size());
  }

  @Test
  void itGoesOnWhereItWasAndEndsALineThatACrashCutOff() throws Exception {
    Files.writeString(path, "line 001\nlin");
    try (RolledFile file = RolledFile.open(path, 100)) {
      file.append(line(2));
    }
    assertEquals(List.of("line 001", "lin", "line 002"), Files.readAllLines(path));
  }

  @Test
  void aRollThatFailsIsTriedAgain() throws Exception {
    Path inTheWay = folder.resolve("audit.jsonl.9").resolve("full");
    Files.createDirectories(inTheWay);
    Files.writeString(folder.resolve("audit.jsonl.8"), "older\n");
    try (RolledFile file = RolledFile.open(path, 9)) {
      file.append(line(1));
      assertThrows(IOException.class, () -> file.append(line(2)));
      Files.delete(inTheWay);
      file.append(line(2));
    }
    assertEquals(List.of("line 002"), Files.readAllLines(path));
    assertEquals(List.of("line 001"), Files.readAllLines(folder.resolve("audit.jsonl.1")));
  }
}
