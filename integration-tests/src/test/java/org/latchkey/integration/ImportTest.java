// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.server.Import;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Settings;

/**
 * The benchmark's million accounts, in small: what its generator makes is loaded by the import, and
 * a server on it lets them in.
 */
final class ImportTest {
  private static final int ACCOUNTS = 3000;
  private static final int EACH = 3;
  private static final int EVERY = 100;

  @TempDir private Path folder;

  private final Settings settings = TestSettings.usual();
  private Path data;

  @BeforeEach
  void generateAndImport() throws Exception {
    Shell.demand("python3");
    Path generator = Path.of("bench", "make-ldif.py").toAbsolutePath();
    Shell.Result made =
        Shell.run(folder, "python3 %s %d %d load".formatted(generator, ACCOUNTS, EACH));
    assertEquals(0, made.exit(), made.text());
    data = folder.resolve("data");
    assertEquals(ACCOUNTS * (1 + EACH), load());
  }

  private long load() throws StartException {
    Path load = folder.resolve("load");
    Optional<Path> pepper = Optional.of(load.resolve("pepper"));
    return Import.run(settings, data, load.resolve("accounts.ldif"), pepper, count -> {});
  }

  @Test
  void importedAccountsSignInWithTheirAppPasswords() throws Exception {
    List<String> users = Files.readAllLines(folder.resolve("load/users"));
    assertEquals(ACCOUNTS, users.size());
    try (TestServer server = TestServer.start(data, settings)) {
      for (int i = 0; i < ACCOUNTS; i += EVERY) {
        String[] user = users.get(i).split(":", 2);
        String[] other = users.get(i + 1).split(":", 2);
        assertTrue(login(server, user[0], user[1]).startsWith("a OK"), user[0]);
        assertTrue(login(server, user[0], other[1]).startsWith("a NO"), user[0]);
      }
    }
  }

  private static String login(TestServer server, String user, String password) throws IOException {
    try (LineClient client = LineClient.greeted(server.ports().imap())) {
      return client.imapLogin(user, password);
    }
  }

  @Test
  void aDataFolderThatIsInUseIsNotImportedInto() {
    StartException refused = assertThrows(StartException.class, this::load);
    assertTrue(String.valueOf(refused.getMessage()).contains("has a directory already"));
  }
}
