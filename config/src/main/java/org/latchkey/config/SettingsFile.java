// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** The settings file, in TOML; {@code latchkey.sample.toml} says what may stand in it. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads a file. Relative paths in it are beside the file.
   *
   * @throws InvalidSettingsException with every problem, also when the file can't be read
   */
  public static Settings read(Path file) throws InvalidSettingsException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new InvalidSettingsException(List.of(file + ": is not UTF-8"));
    } catch (IOException e) {
      String why = FileAccess.whyUnreadable(file).orElse("can't be read: " + e.getMessage());
      throw new InvalidSettingsException(List.of(file + " " + why));
    }
  }

  /**
   * What is to be told of settings that were in order by themselves and couldn't be put to use:
   * each problem with its line.
   *
   * @param file that they were read from
   */
  public static InvalidSettingsException refusal(Path file, List<SettingProblem> problems) {
    TomlTable toml = Toml.parse(textOf(file));
    Problems found = new Problems(file.toString());
    problems.forEach(each -> found.add(lineOf(toml, each.key()), each.key(), each.text()));
    return found.refusal();
  }

  /** Nothing where it can't be read any more. */
  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** The line of the key, or of the innermost table around it that is in the file. */
  private static int lineOf(TomlTable toml, String key) {
    for (String each = key;
        !each.isEmpty();
        each = each.substring(0, Math.max(0, each.lastIndexOf('.')))) {
      TomlPosition position = toml.inputPositionOf(List.of(each.split("\\.")));
      if (position != null) {
        return position.line();
      }
    }
    return 1;
  }

  /**
   * Reads a file's text. When the TOML itself is broken only that is reported, because what is
   * after the break may be in another table than it seems.
   *
   * @param fileName what problems are reported under, and relative paths are beside
   * @throws InvalidSettingsException with every problem
   */
  public static Settings parse(String toml, String fileName) throws InvalidSettingsException {
    Problems problems = new Problems(fileName);
    TomlParseResult parsed = Toml.parse(toml);
    parsed.errors().forEach(e -> problems.add(e.position().line(), String.valueOf(e.getMessage())));
    problems.rejectAny();
    Settings settings =
        new SettingsReader(Path.of(fileName)).read(parsed, problems, new KnownKeys());
    problems.rejectAny();
    return settings;
  }

  /** The commented sample, which has every key with its default. */
  public static String sample() {
    try (InputStream sample = SettingsFile.class.getResourceAsStream("latchkey.sample.toml")) {
      return new String(Objects.requireNonNull(sample).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every key and table that may stand in a file.
   *
   * @param toml a file with the tables that the operator names
   */
  static Set<String> knownKeys(String toml) {
    KnownKeys known = new KnownKeys();
    new SettingsReader(Path.of("")).read(Toml.parse(toml), new Problems(""), known);
    return known.all();
  }
}
