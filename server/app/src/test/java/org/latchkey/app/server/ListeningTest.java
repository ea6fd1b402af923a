// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;

/** A port that is taken stops the start, which says whose it was to be and where. */
final class ListeningTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imap",
        "imaps",
        "submission",
        "submissions",
        "pop3",
        "pop3s",
        "sieve",
        "https",
        "portal",
        "ldap",
        "ldaps",
        "admin-ldap",
        "health"
      })
  void aTakenPortIsNamed(String listener) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = settings(listener, taken.getLocalPort());
      Path data = folder.resolve("data");
      StartException refused =
          assertThrows(
              StartException.class, () -> LatchkeyServer.start(settings, data, () -> {}).close());
      assertEquals(
          "\"listeners.%s\" can't listen on 127.0.0.1, port %d: address already in use; another program listens there"
              .formatted(listener, taken.getLocalPort()),
          refused.getMessage());
      assertEquals("listeners." + listener, refused.problems().getFirst().key());
      assertFalse(Files.exists(data.resolve("ports.json")));
    }
  }

  private static Settings settings(String listener, int port) throws Exception {
    StringBuilder toml =
        new StringBuilder(
            """
            [directory]
            map-size-gib = 1
            [upstream.pop3]
            host = "127.0.0.1"
            [upstream.sieve]
            host = "127.0.0.1"
            [listeners]
            """);
    for (String each :
        "imap imaps submission submissions pop3 pop3s sieve https portal ldap ldaps admin-ldap health"
            .split(" ", -1)) {
      toml.append(
          "%s = { enabled = true, address = \"127.0.0.1\", port = %d }%n"
              .formatted(each, each.equals(listener) ? port : 0));
    }
    Settings settings = SettingsFile.parse(toml.toString(), "/x/latchkey.toml");
    assertTrue(settings.listeners().portal().enabled());
    return settings;
  }
}
