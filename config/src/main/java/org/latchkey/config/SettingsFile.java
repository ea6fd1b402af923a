// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

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
    } catch (NoSuchFileException e) {
      throw new InvalidSettingsException(List.of(file + ": there is no such file"));
    } catch (CharacterCodingException e) {
      throw new InvalidSettingsException(List.of(file + ": is not UTF-8"));
    } catch (IOException e) {
      throw new InvalidSettingsException(List.of(file + ": can't be read: " + e));
    }
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
