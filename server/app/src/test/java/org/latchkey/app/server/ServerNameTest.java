// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;

/** The public host is the one name that the server gives itself, and a reload tells what waits. */
final class ServerNameTest {
  @TempDir Path folder;

  private Settings settings(String more) throws Exception {
    StringBuilder toml = new StringBuilder("directory.map-size-gib = 1\n");
    for (String each :
        List.of(
            "imap",
            "imaps",
            "submission",
            "submissions",
            "https",
            "ldap",
            "ldaps",
            "admin-ldap",
            "health")) {
      toml.append("listeners.%s.address = \"127.0.0.1\"%n".formatted(each));
      if (!more.contains("listeners." + each + ".port")) {
        toml.append("listeners.%s.port = 0%n".formatted(each));
      }
    }
    return SettingsFile.parse(toml + more, folder.resolve("latchkey.toml").toString());
  }

  private static String greeting(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      return String.valueOf(in.readLine());
    }
  }

  private List<?> firstName(LatchkeyServer server) throws Exception {
    return CertificateFiles.chain(server.data().certificate())
        .getFirst()
        .getSubjectAlternativeNames()
        .iterator()
        .next();
  }

  @Test
  void isThePublicHostEverywhereAndChangesWithIt() throws Exception {
    Path data = folder.resolve("data");
    String key = "";
    for (String host : List.of("mail.example.org", "mx.example.net")) {
      Settings settings = settings("public.host = \"" + host + "\"\n");
      try (LatchkeyServer server = LatchkeyServer.start(settings, data, () -> {})) {
        assertEquals("220 " + host + " ESMTP Latchkey", greeting(server.ports().submission()));
        assertEquals(host, firstName(server).get(1));
        String present = Files.readString(server.data().key());
        assertTrue(key.isEmpty() || key.equals(present), "the key stays");
        key = present;
        assertReloads(server, host);
      }
    }
  }

  /** What is taken, what waits, and what is refused. */
  private void assertReloads(LatchkeyServer server, String host) throws Exception {
    String name = "public.host = \"" + host + "\"\n";
    Reload none = server.reload(settings(name));
    assertEquals(List.of("Reloaded. Nothing has changed."), none.lines());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "listeners.imap.port = %d%n".formatted(free.getLocalPort());
      Reload some = server.reload(settings(name + port + "log.level = \"warn\"\n"));
      assertEquals(
          List.of("Reloaded. New: log.level.", "Not before a restart: listeners.imap.port."),
          some.lines());
    }
    Reload back = server.reload(settings(name));
    assertEquals(List.of("Reloaded. New: log.level."), back.lines());
  }
}
