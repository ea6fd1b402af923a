// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;

final class SettingValuesTest {
  /** The sample with every key on, whatever may be left out. */
  private static final String EVERYTHING =
      SettingsFile.sample()
          .replaceAll("(?m)^#(?=[a-z0-9-]+ = |\\[)", "")
          .replace("url = \"http://", "url = \"https://")
          .replace("loggers = {}", "loggers = { \"a.b\" = \"debug\" }");

  @Test
  void everySettingHasItsKeyOfTheFile() throws Exception {
    Settings settings = SettingsFile.parse(EVERYTHING, "/x/latchkey.toml");
    Set<String> wanted = new TreeSet<>();
    Toml.parse(EVERYTHING).keyPathSet().forEach(path -> wanted.add(String.join(".", path)));
    assertEquals(wanted, new TreeSet<>(SettingValues.of(settings).keySet()));
  }

  @Test
  void whatDiffersIsNamedAndNothingElse() throws Exception {
    Map<String, Set<String>> changes =
        Map.of(
            "[listeners]\nimap = { port = 1144 }", Set.of("listeners.imap.port"),
            "[listeners]\nimap = { port = 1143 }", Set.of(),
            "[public]\nhost = \"mail.example.org\"", Set.of("public.host"),
            "[public.ports]\nimap = 143", Set.of("public.ports.imap"),
            "[upstream.imap]\nsign-in = \"secret\"", Set.of("upstream.imap.sign-in"),
            "[log.loggers]\n\"a.b\" = \"debug\"", Set.of("log.loggers.a.b"),
            "[shutdown]\ngrace = \"10000 ms\"", Set.of());
    for (Map.Entry<String, Set<String>> each : changes.entrySet()) {
      Settings changed = SettingsFile.parse(each.getKey(), "/x/latchkey.toml");
      assertEquals(each.getValue(), SettingValues.changed(Settings.defaults(), changed));
      assertEquals(each.getValue(), SettingValues.changed(changed, Settings.defaults()));
    }
  }
}
