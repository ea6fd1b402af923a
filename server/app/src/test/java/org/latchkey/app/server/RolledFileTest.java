// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private RolledFile open(long mostBytes) throws IOException {
    return open(mostBytes, Optional.empty(), InstantSource.system());
  }

  private RolledFile open(long mostBytes, Optional<Duration> keep, InstantSource clock)
      throws IOException {
    return RolledFile.open(path, new RolledFile.Bounds(mostBytes, 10, keep), clock);
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
    try (RolledFile file = open(18)) {
      for (int i = 0; i < 41; i++) {
        file.append(line(i));
      }
    }
    List<String> wanted = new ArrayList<>(List.of("audit.jsonl"));
    for (int age = 1; age < 10; age++) {
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
  void itRollsByTimeAndDropsWhatIsOlderThanIsKept() throws Exception {
    Duration year = Duration.ofDays(365);
    Instant now = Instant.parse("2026-12-01T00:00:00Z");
    Instant[] clock = {now};
    try (RolledFile file = open(1000, Optional.of(year), () -> clock[0])) {
      file.append(line(1));
      clock[0] = now.plus(Duration.ofDays(30));
      file.append(line(2));
      clock[0] = now.plus(Duration.ofDays(31));
      file.append(line(3));
      assertEquals(List.of("audit.jsonl", "audit.jsonl.1"), names());
      Files.setLastModifiedTime(folder.resolve("audit.jsonl.1"), FileTime.from(now));
      clock[0] = now.plus(year);
      file.append(line(4));
      assertEquals(List.of("audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"), names());
      Files.setLastModifiedTime(folder.resolve("audit.jsonl.1"), FileTime.from(now.plus(year)));
      clock[0] = now.plus(year).plus(Duration.ofDays(1));
      file.append(line(5));
    }
    assertEquals(List.of("line 004", "line 005"), Files.readAllLines(path));
    assertEquals(List.of("audit.jsonl", "audit.jsonl.1"), names());
  }

  @Test
  void howLongItSpansIsKnownAfterARestart() throws Exception {
    Instant now = Instant.parse("2026-12-01T00:00:00Z");
    Files.writeString(path, "{\"time\":\"2026-10-01T00:00:00.000Z\",\"event\":\"change\"}\n");
    try (RolledFile file = open(1000, Optional.of(Duration.ofDays(365)), () -> now)) {
      file.append(line(1));
    }
    assertEquals(List.of("audit.jsonl", "audit.jsonl.1"), names());
  }

  @Test
  void everyFileIsItsOwnersAlone() throws Exception {
    try (RolledFile file = open(9)) {
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
    try (RolledFile file = open(100)) {
      file.append(line(2));
    }
    assertEquals(List.of("line 001", "lin", "line 002"), Files.readAllLines(path));
  }

  @Test
  void aRollThatFailsIsTriedAgain() throws Exception {
    Path inTheWay = folder.resolve("audit.jsonl.9").resolve("full");
    Files.createDirectories(inTheWay);
    Files.writeString(folder.resolve("audit.jsonl.8"), "older\n");
    try (RolledFile file = open(9)) {
      file.append(line(1));
      assertThrows(IOException.class, () -> file.append(line(2)));
      Files.delete(inTheWay);
      file.append(line(2));
    }
    assertEquals(List.of("line 002"), Files.readAllLines(path));
    assertEquals(List.of("line 001"), Files.readAllLines(folder.resolve("audit.jsonl.1")));
  }
}
