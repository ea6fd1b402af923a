// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

/** The sample is the documentation, so it must say all that is so and nothing else. */
class SampleTest {
  private static final Pattern KEY_OR_TABLE = Pattern.compile("#?[a-z0-9-]+ = .*|\\[.*");

  @Test
  void sampleHoldsTheDefaults() throws Exception {
    assertEquals(
        Settings.defaults(), SettingsFile.parse(SettingsFile.sample(), "latchkey.sample.toml"));
  }

  @Test
  void sampleNamesEveryKeyTheReaderKnows() {
    String everything = SettingsFile.sample().replaceAll("(?m)^#(?=[a-z-]+ = )", "");
    TreeSet<String> named = new TreeSet<>();
    Toml.parse(everything).keyPathSet(true).forEach(path -> named.add(String.join(".", path)));
    assertEquals(new TreeSet<>(SettingsFile.knownKeys()), named);
  }

  @Test
  void onlyKeysWithoutDefaultAreCommentedOut() {
    List<String> off =
        SettingsFile.sample().lines().filter(line -> line.matches("#[a-z-]+ = .*")).toList();
    List<String> upstream =
        List.of(
            "#host = \"mail.example.org\"",
            "#ca = \"upstream-ca.pem\"",
            "#master-user = \"latchkey\"",
            "#master-password-file = \"master-password\"");
    List<String> expected =
        Stream.of(
                List.of("#certificate = \"fullchain.pem\"", "#key = \"privkey.pem\""),
                upstream,
                upstream,
                upstream,
                upstream,
                List.of("#audience = \"mail\""))
            .flatMap(List::stream)
            .toList();
    assertEquals(expected, off);
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
