// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tomlj.Toml;

/** What is wrong with one settings file, gathered while it is read. */
final class Problems {
  private record Problem(int line, String text) {}

  private final String fileName;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  Problems(String fileName) {
    this.fileName = fileName;
  }

  /**
   * Notes a problem with one key.
   *
   * @param key with the tables it is in
   * @param text the rest of the sentence
   */
  void add(int line, String key, String text) {
    keys.add(key);
    add(line, "\"" + key + "\" " + text);
  }

  /** Notes that nothing has this key. */
  void addUnknown(int line, String key, String hint) {
    keys.add(key);
    add(line, "unknown key \"" + key + "\"" + hint);
  }

  /** Notes a problem with the file's syntax. */
  void add(int line, String text) {
    found.add(new Problem(line, text));
  }

  /** Whether the key, or one in the table of that name, has a problem already. */
  boolean concern(String key) {
    return keys.stream().anyMatch(k -> k.equals(key) || k.startsWith(key + "."));
  }

  /** Throws when there are any. */
  void rejectAny() throws InvalidSettingsException {
    if (!found.isEmpty()) {
      throw refusal();
    }
  }

  /** All of them, in the order of the file. */
  InvalidSettingsException refusal() {
    return new InvalidSettingsException(
        found.stream().sorted(Comparator.comparingInt(Problem::line)).map(this::line).toList());
  }

  /** One line, whatever control characters the file put into a key or a value. */
  private String line(Problem problem) {
    StringBuilder text = new StringBuilder(fileName + ":" + problem.line() + ": ");
    problem.text().codePoints().forEach(c -> appendPrintable(text, c));
    return text.toString();
  }

  private static void appendPrintable(StringBuilder text, int codePoint) {
    if (Character.isISOControl(codePoint)) {
      text.append(Toml.tomlEscape(Character.toString(codePoint)));
    } else {
      text.appendCodePoint(codePoint);
    }
  }
}
