// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;
import org.latchkey.integration.LineClient;

/**
 * Broken and half-made data folders: the server doesn't start, says why in a line, and changes
 * nothing; a first start that was cut off starts over. What only file permissions forbid is not
 * tested: the tests may run as root, whom they don't bind.
 */
final class DataFolderTest {
  @TempDir static Path shared;

  private static Settings settings;
  private static Path whole;

  @TempDir Path folder;

  @BeforeAll
  static void makeOne() throws Exception {
    settings = SettingsFile.read(ChildSettings.write(shared, "60 s"));
    whole = shared.resolve("whole");
    start(whole).close();
  }

  private static LatchkeyServer start(Path data) throws StartException {
    return LatchkeyServer.start(settings, data, () -> {});
  }

  private Path copy() throws Exception {
    Path data = folder.resolve("data");
    Folders.copy(whole, data);
    return data;
  }

  private static void assertRefused(Path data, String... words) throws Exception {
    SortedMap<String, Integer> before = Folders.contents(data);
    StartException refused = assertThrows(StartException.class, () -> start(data).close());
    String message = String.valueOf(refused.getMessage());
    assertFalse(message.contains("\n"), message);
    for (String each : words) {
      assertTrue(message.contains(each), message);
    }
    assertEquals(before, Folders.contents(data), "nothing is changed: " + message);
  }

  private static void cut(Path file, long length) throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var _ = channel.truncate(length);
    }
  }

  @Test
  void aWholeOneStartsAgain() throws Exception {
    Path data = copy();
    SortedMap<String, Integer> before = Folders.contents(data);
    start(data).close();
    SortedMap<String, Integer> after = Folders.contents(data);
    for (String kept : List.of("pepper", "admin-password", "tls/certificate.pem", "tls/key.pem")) {
      assertEquals(before.get(kept), after.get(kept), kept);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pepper", "admin-password", "directory/data.mdb"})
  void whatIsMissingHasToBeRestored(String name) throws Exception {
    Path data = copy();
    Files.delete(data.resolve(name));
    assertRefused(data, data.resolve(name).toString(), "missing", "restore it from a backup");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls/certificate.pem", "tls/key.pem"})
  void aMissingCertificateOrKeyIsNamed(String name) throws Exception {
    Path data = copy();
    Files.delete(data.resolve(name));
    assertRefused(data, data.resolve(name) + " is missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 20, 42})
  void aPepperThatIsCutOffIsRefused(int length) throws Exception {
    Path data = copy();
    cut(data.resolve("pepper"), length);
    assertRefused(data, data.resolve("pepper").toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void anAdminPasswordThatIsCutOffIsRefused(int length) throws Exception {
    Path data = copy();
    cut(data.resolve("admin-password"), length);
    assertRefused(data, data.resolve("admin-password").toString());
  }

  @Test
  void aDatabaseThatIsCutInHalfIsRefused() throws Exception {
    Path data = copy();
    Path file = data.resolve("directory/data.mdb");
    cut(file, Files.size(file) / 2);
    assertRefused(data, file.toString(), "restore it from a backup");
  }

  @Test
  void anEmptyDatabaseIsRefused() throws Exception {
    Path data = copy();
    Path file = data.resolve("directory/data.mdb");
    cut(file, 0);
    assertRefused(data, file.toString(), "empty", "restore it from a backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4096})
  void garbageInAMetaPageIsRefused(int at) throws Exception {
    Path data = copy();
    Path file = data.resolve("directory/data.mdb");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer garbage = StandardCharsets.US_ASCII.encode("garbage ".repeat(100));
      assertEquals(800, channel.write(garbage, at));
    }
    assertRefused(data, file.toString(), "restore it from a backup");
  }

  @Test
  void somebodyElsesFolderIsLeftAlone() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("letter.txt"), "Dear Ann");
    assertRefused(data, data.toString(), "not empty");
    try (var files = Files.list(data)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Path data = Files.writeString(folder.resolve("data"), "");
    assertRefused(data, data.toString(), "no folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "", "garbage"})
  void anotherFormatIsRefused(String format) throws Exception {
    Path data = copy();
    Files.writeString(data.resolve("latchkey-data"), format + "\n");
    assertRefused(data, "format");
  }

  /** Step by step, what a first start makes, in its order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lock",
        "lock setup-unfinished.new",
        "lock setup-unfinished",
        "lock setup-unfinished pepper.new",
        "lock setup-unfinished pepper",
        "lock setup-unfinished pepper admin-password",
        "lock setup-unfinished pepper admin-password tls/key.pem",
        "lock setup-unfinished pepper admin-password tls/key.pem tls/certificate.pem",
        "lock setup-unfinished pepper admin-password tls/key.pem tls/certificate.pem"
            + " directory/lock.mdb directory/data.mdb",
      })
  void aFirstStartThatWasCutOffStartsOver(String made) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    for (String each : made.isEmpty() ? List.<String>of() : List.of(made.split(" ", -1))) {
      Path file = data.resolve(each);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "half a fil");
    }
    start(data).close();
    assertTrue(Files.exists(data.resolve("latchkey-data")));
    assertFalse(Files.exists(data.resolve("setup-unfinished")));
    start(data).close();
  }

  @Test
  void aFirstStartThatWasFinishedNeverStartsOver() throws Exception {
    Path data = copy();
    Files.writeString(data.resolve("setup-unfinished"), "");
    SortedMap<String, Integer> before = Folders.contents(data);
    start(data).close();
    assertEquals(before.get("pepper"), Folders.contents(data).get("pepper"));
  }

  @Test
  void aFirstStartThatIsKilledStartsOverByItself() throws Exception {
    Path file = ChildSettings.write(folder, "60 s");
    Path data = folder.resolve("data");
    for (int millis = 200; millis <= 1400; millis += 300) {
      try (Child child = Child.launch(file, data, "")) {
        assertTrue(child.runsFor(Duration.ofMillis(millis)), child::log);
      }
    }
    try (Child child = Child.start(file, data)) {
      assertFalse(child.adminPassword().isEmpty());
    }
  }

  @Test
  void aSecondServerOnAFolderIsRefused() throws Exception {
    Path data = copy();
    try (LatchkeyServer first = start(data)) {
      StartException same = assertThrows(StartException.class, () -> start(data).close());
      assertTrue(String.valueOf(same.getMessage()).contains("another server"), same.getMessage());
      int port = first.ports().imap();
      try (Child other = Child.launch(ChildSettings.write(folder, "60 s"), data, "")) {
        assertEquals(Child.UNAVAILABLE, other.awaitExit(), other::log);
        assertTrue(other.log().contains("another server is running"), other.log());
      }
      try (LineClient client = LineClient.greeted(port)) {
        String refused = client.imapLogin("nobody", "no password");
        assertTrue(refused.startsWith("a NO"), refused);
      }
    }
  }
}
