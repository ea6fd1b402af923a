// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

/** The sample is the documentation, so it must say all that is so and nothing else. */
class SampleTest {
  private static final Pattern KEY_OR_TABLE = Pattern.compile("#?[a-z0-9-]+ = .*|#?\\[.*");

  @Test
  void sampleHoldsTheDefaults() throws Exception {
    assertEquals(
        Settings.defaults(), SettingsFile.parse(SettingsFile.sample(), "latchkey.sample.toml"));
  }

  @Test
  void sampleNamesEveryKeyTheReaderKnows() {
    String everything = SettingsFile.sample().replaceAll("(?m)^#(?=[a-z0-9-]+ = |\\[)", "");
    TreeSet<String> named = new TreeSet<>();
    Toml.parse(everything).keyPathSet(true).forEach(path -> named.add(String.join(".", path)));
    assertEquals(new TreeSet<>(SettingsFile.knownKeys(everything)), named);
  }

  @Test
  void onlyKeysWithoutDefaultAndRoutesAreCommentedOut() {
    List<String> off = new ArrayList<>();
    String table = "";
    for (String line : SettingsFile.sample().lines().toList()) {
      if (line.matches("#?\\[.*")) {
        table = line;
      } else if (!table.startsWith("#") && line.matches("#[a-z0-9-]+ = .*")) {
        off.add(line);
      }
    }
    List<String> expected =
        Stream.of(
                List.of(
                    "#host = \"mail.example.org\"",
                    "#domain = \"example.org\"",
                    "#profile-certificate = \"profile-chain.pem\"",
                    "#profile-key = \"profile-key.pem\""),
                publicPorts(),
                List.of("#certificate = \"fullchain.pem\"", "#key = \"privkey.pem\""),
                List.of(
                    "#host = \"mail.example.org\"",
                    "#ca = \"relay-ca.pem\"",
                    "#user = \"latchkey\"",
                    "#password-file = \"relay-password\"",
                    "#from = \"latchkey@example.org\""),
                upstream("imap://mail.example.org:143"),
                upstream("pop3://mail.example.org:110"),
                upstream("sieve://mail.example.org:4190"),
                upstream("smtp://mail.example.org:587"),
                List.of("#well-known-carddav = \"/\"", "#well-known-caldav = \"/\""))
            .flatMap(List::stream)
            .toList();
    assertEquals(expected, off);
  }

  private static List<String> upstream(String audience) {
    return List.of(
        "#host = \"mail.example.org\"",
        "#ca = \"upstream-ca.pem\"",
        "#master-user = \"latchkey\"",
        "#master-password-file = \"master-password\"",
        "#audience = \"" + audience + "\"");
  }

  private static List<String> publicPorts() {
    return Stream.of(
            "imap = 143",
            "imaps = 993",
            "submission = 587",
            "submissions = 465",
            "pop3 = 110",
            "pop3s = 995",
            "sieve = 4190",
            "https = 443",
            "portal = 8443",
            "ldap = 389",
            "ldaps = 636")
        .map(line -> "#" + line)
        .toList();
  }

  @Test
  void sampleRouteHoldsTheDefaults() throws Exception {
    String[] parts = SettingsFile.sample().split("#\\[dav.routes.radicale]\n", 2);
    String route =
        parts[1]
            .substring(0, parts[1].indexOf("\n\n"))
            .replaceAll("(?m)^#(?=[a-z-]+ = )", "")
            .replaceAll("(?m)^ca = .*$", "");
    Settings read = SettingsFile.parse("[dav.routes.radicale]\n" + route, "/x/latchkey.toml");
    DavRouteSettings d = DavRouteSettings.defaults(URI.create("http://127.0.0.1:5232/"));
    assertEquals(Map.of("radicale", d), read.dav().routes());
  }

  @Test
  void everyKeyAndTableHasACommentAboveIt() {
    String before = "";
    for (String line : SettingsFile.sample().lines().toList()) {
      if (KEY_OR_TABLE.matcher(line).matches()) {
        assertTrue(before.startsWith("# "), line);
      }
      before = line;
    }
  }

  @Test
  void jarHoldsTheFileThatLiesInTheModule() throws Exception {
    assertEquals(Files.readString(Path.of("latchkey.sample.toml")), SettingsFile.sample());
  }
}
