// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.directory.lmdb.LmdbEnvironment.Durability;

/** Damaged files, and a full map. A page that is missing may not end this process. */
final class LmdbEnvironmentTest {
  private static final long MAP_BYTES = 1 << 20;
  private static final int PAGE_BYTES = 4096;
  private static final int ENTRIES = 50;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void fill() throws IOException {
    file = folder.resolve("data.mdb");
    try (LmdbEnvironment environment = open()) {
      for (int i = 0; i < ENTRIES; i++) {
        put(environment, "entry " + i, entry(i));
      }
    }
  }

  private LmdbEnvironment open() throws IOException {
    return new LmdbEnvironment(folder, MAP_BYTES, Durability.EACH_COMMIT);
  }

  private static byte[] entry(int number) {
    return value(List.of(1, 900, 9000).get(number % 3));
  }

  private static byte[] value(int length) {
    return "v".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(LmdbEnvironment environment, String name, byte[] value) {
    try (LmdbTransaction txn = environment.write()) {
      txn.put(LmdbMap.ENTRIES, key(name), value);
      txn.commit();
    }
  }

  private void overwrite(long at, byte[] octets) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertEquals(octets.length, channel.write(ByteBuffer.wrap(octets), at));
    }
  }

  private void cutTo(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var _ = channel.truncate(length);
    }
  }

  private void assertRefused() throws IOException {
    byte[] before = Files.readAllBytes(file);
    // Twice: what a refusal leaves behind is refused too.
    for (int i = 0; i < 2; i++) {
      IOException refused = assertThrows(IOException.class, () -> open().close());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.matches("the database .*/data.mdb can't be opened: .* a backup"), message);
    }
    assertArrayEquals(before, Files.readAllBytes(file), "it is left as it was");
  }

  @Test
  void anEmptyFileIsNotTakenForAFreshDatabase() throws IOException {
    cutTo(0);
    assertRefused();
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws IOException {
    Files.writeString(file, "something else\n".repeat(10_000));
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 40, PAGE_BYTES + 16, PAGE_BYTES + 20})
  void garbageInAMetaPageIsRefused(int at) throws IOException {
    overwrite(at, new byte[] {0x55, 0x55, 0x55, 0x55});
    assertRefused();
  }

  /** Where nothing but free pages was cut off, nothing is lost. */
  @Test
  void aFileThatIsCutOffIsRefusedUnlessAllIsThere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    int pages = whole.length / PAGE_BYTES;
    for (int kept = 1; kept < pages; kept++) {
      for (int octets : List.of(0, 100, 2000)) {
        Files.write(file, whole);
        cutTo((long) kept * PAGE_BYTES + octets);
        try (LmdbEnvironment environment = open()) {
          assertWhole(environment);
        } catch (IOException e) {
          refused++;
          assertRefused();
        }
      }
    }
    assertTrue(refused > pages, refused + " of " + pages + " cuts were noticed");
  }

  private static void assertWhole(LmdbEnvironment environment) {
    put(environment, "one more", value(9000));
    try (LmdbTransaction txn = environment.read()) {
      for (int i = 0; i < ENTRIES; i++) {
        assertArrayEquals(entry(i), txn.get(LmdbMap.ENTRIES, key("entry " + i)));
      }
    }
  }

  @Test
  void pagesAtTheEndThatWereNeverInUseMayBeMissing() throws IOException {
    long before = Files.size(file);
    try (LmdbEnvironment environment = open();
        LmdbTransaction txn = environment.write()) {
      txn.put(LmdbMap.ENTRIES, key("large"), value(100_000));
      txn.delete(LmdbMap.ENTRIES, key("large"));
      txn.put(LmdbMap.ENTRIES, key("small"), value(10));
      txn.commit();
    }
    assertTrue(DataFile.at(file).isShort(), "it is " + before + ", then " + Files.size(file));
    try (LmdbEnvironment environment = open();
        LmdbTransaction txn = environment.read()) {
      assertArrayEquals(value(10), txn.get(LmdbMap.ENTRIES, key("small")));
    }
  }

  @Test
  void aFullMapRefusesTheChangeAndKeepsTheRest() throws IOException {
    List<String> stored = new ArrayList<>();
    try (LmdbEnvironment environment = open()) {
      assertThrows(
          RuntimeException.class,
          () -> {
            while (true) {
              String name = "more " + stored.size();
              put(environment, name, value(50_000));
              stored.add(name);
            }
          });
      try (LmdbTransaction txn = environment.read()) {
        for (String name : stored) {
          assertNotNull(txn.get(LmdbMap.ENTRIES, key(name)), name);
        }
      }
    }
    try (LmdbEnvironment larger =
        new LmdbEnvironment(folder, 2 * MAP_BYTES, Durability.EACH_COMMIT)) {
      put(larger, "after", value(50_000));
      try (LmdbTransaction txn = larger.read()) {
        assertNotNull(txn.get(LmdbMap.ENTRIES, key("after")));
        assertNotNull(txn.get(LmdbMap.ENTRIES, key(stored.getLast())));
      }
    }
  }

  /** Filling a hole in it on a full disk would end the process. */
  @Test
  void theLockFileHasNoHoles() throws Exception {
    Path lock = folder.resolve("lock.mdb");
    Process stat = new ProcessBuilder("stat", "-c", "%b %B", lock.toString()).start();
    String[] blocks =
        new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip()
            .split(" ", -1);
    assertEquals(0, stat.waitFor());
    long onDisk = Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]);
    assertTrue(onDisk >= Files.size(lock), onDisk + " octets of " + Files.size(lock));
  }
}
