// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the settings file. Every method that takes a key makes the key known, notes a
 * problem when its value is of the wrong kind, and then answers as if the key were absent.
 */
final class Table {
  /** A key of TOML that needs no quotes. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

  private final TomlTable toml;
  private final String prefix;
  private final int line;
  private final Problems problems;
  private final KnownKeys known;
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private Table(TomlTable toml, String prefix, int line, Problems problems, KnownKeys known) {
    this.toml = toml;
    this.prefix = prefix;
    this.line = line;
    this.problems = problems;
    this.known = known;
    for (String key : toml.keySet()) {
      lines.put(key, lineIn(toml, key, line));
    }
  }

  static Table root(TomlTable toml, Problems problems, KnownKeys known) {
    return new Table(toml, "", 1, problems, known);
  }

  /** The table of that name; an empty one when there is none. */
  Table table(String key) {
    TomlTable inner =
        value(key, TomlTable.class, "a table", Optional::of).orElseGet(() -> Toml.parse(""));
    Table table = new Table(inner, prefix + key + ".", lineOf(key), problems, known);
    tables.add(table);
    return table;
  }

  String string(String key, String otherwise) {
    return value(key, String.class, "a string", Optional::of).orElse(otherwise);
  }

  boolean bool(String key, boolean otherwise) {
    return value(key, Boolean.class, "true or false", Optional::of).orElse(otherwise);
  }

  int integer(String key, int otherwise) {
    return value(key, Long.class, "a whole number", number -> narrow(key, number))
        .orElse(otherwise);
  }

  /** A whole number that may be absent. */
  OptionalInt integer(String key) {
    return value(key, Long.class, "a whole number", number -> narrow(key, number))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  Duration duration(String key, Duration otherwise) {
    return parsed(key, "a string such as \"30 s\"", DurationText::parse).orElse(otherwise);
  }

  /** What {@code parser} makes of a string; its IllegalArgumentException is a problem. */
  <T> Optional<T> parsed(String key, String wanted, Function<String, T> parser) {
    return value(key, String.class, wanted, text -> attempt(key, () -> parser.apply(text)));
  }

  /** One of an enum's constants, in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> choices, E otherwise) {
    Map<String, E> named = named(choices);
    String wanted = wanted(named);
    return value(key, String.class, wanted, text -> chosen(key, named, text, wanted))
        .orElse(otherwise);
  }

  /** An array of such choices. */
  <E extends Enum<E>> Set<E> choices(String key, Class<E> choices, Set<E> otherwise) {
    Map<String, E> named = named(choices);
    String wanted = wanted(named);
    return value(
            key,
            TomlArray.class,
            "an array of names",
            array -> {
              Set<E> chosen = EnumSet.noneOf(choices);
              for (Object each : array.toList()) {
                chosen(key, named, each instanceof String text ? text : kind(each), wanted)
                    .ifPresent(chosen::add);
              }
              return Optional.of(chosen);
            })
        .orElse(otherwise);
  }

  private static <E extends Enum<E>> Map<String, E> named(Class<E> choices) {
    Map<String, E> named = new LinkedHashMap<>();
    for (E each : choices.getEnumConstants()) {
      named.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'), each);
    }
    return named;
  }

  private static String wanted(Map<String, ?> named) {
    return "one of \"" + String.join("\", \"", named.keySet()) + "\"";
  }

  private <E> Optional<E> chosen(String key, Map<String, E> named, String text, String wanted) {
    if (!named.containsKey(text)) {
      note(key, "must be " + wanted + ", not \"" + text + "\"");
    }
    return Optional.ofNullable(named.get(text));
  }

  List<Cidr> networks(String key, List<Cidr> otherwise) {
    return value(
            key, TomlArray.class, "an array of networks", array -> networksOf(key, array.toList()))
        .orElse(otherwise);
  }

  /**
   * A table of tables that the operator named, each as {@code reader} makes it, in the order of the
   * file. What the reader makes nothing of is left out.
   */
  <T> Map<String, T> tables(String key, Function<Table, Optional<T>> reader) {
    Table outer = table(key);
    Map<String, T> made = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(outer.toml.keySet());
    names.sort(Comparator.comparingInt(name -> outer.lineOf(name)));
    for (String name : names) {
      if (BARE.matcher(name).matches()) {
        Table inner = outer.table(name);
        reader.apply(inner).ifPresent(one -> made.put(name, one));
        inner.lines.forEach((each, at) -> lines.put(key + "." + name + "." + each, at));
      } else {
        outer.known.add(outer.prefix + Toml.joinKeyPath(List.of(name)));
        outer.note(name, "must be a name of letters, digits, hyphens and underscores");
      }
    }
    return made;
  }

  /** A table whose keys are the operator's own; a dotted key counts as one name with dots. */
  Map<String, String> strings(String key, Map<String, String> otherwise) {
    return value(key, TomlTable.class, "a table of strings", inner -> stringsOf(key, inner))
        .orElse(otherwise);
  }

  /** Makes the record; what its constructor refuses is noted with the lines of the keys. */
  <T> T make(Supplier<T> constructor, T otherwise) {
    try {
      return constructor.get();
    } catch (Check.Failed failed) {
      for (Check.Fault fault : failed.faults()) {
        // One problem a key; and a default that stands in for a bad value proves nothing.
        if (fault.keys().stream().noneMatch(key -> problems.concern(prefix + key))) {
          note(fault.keys().getFirst(), fault.text());
        }
      }
      return otherwise;
    }
  }

  /** Notes every key that nothing asked for; to be called when everything has been read. */
  void rejectUnknown() {
    for (String key : toml.keySet()) {
      String full = prefix + Toml.joinKeyPath(List.of(key));
      if (!known.contains(full)) {
        String hint = known.nearest(full).map(k -> ": did you mean \"" + k + "\"?").orElse("");
        problems.addUnknown(lineOf(key), full, hint);
      }
    }
    tables.forEach(Table::rejectUnknown);
  }

  private <V, T> Optional<T> value(
      String key, Class<V> type, String wanted, Function<V, Optional<T>> reader) {
    known.add(prefix + key);
    Object value = toml.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      note(key, "must be %s, not %s".formatted(wanted, kind(value)));
      return Optional.empty();
    }
    return reader.apply(type.cast(value));
  }

  private Optional<Integer> narrow(String key, long number) {
    if (number != (int) number) {
      note(key, "is far out of range: " + number);
      return Optional.empty();
    }
    return Optional.of((int) number);
  }

  private Optional<List<Cidr>> networksOf(String key, List<Object> values) {
    List<Cidr> networks = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof String text) {
        attempt(key, () -> Cidr.parse(text)).ifPresent(networks::add);
      } else {
        note(key, "must hold strings such as \"192.0.2.0/24\", not " + kind(value));
      }
    }
    return Optional.of(networks);
  }

  /** An array of strings. */
  List<String> texts(String key, List<String> otherwise) {
    return value(key, TomlArray.class, "an array of strings", array -> textsOf(key, array.toList()))
        .orElse(otherwise);
  }

  private Optional<List<String>> textsOf(String key, List<Object> values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof String text) {
        texts.add(text);
      } else {
        note(key, "must hold strings, not " + kind(value));
      }
    }
    return Optional.of(texts);
  }

  private Optional<Map<String, String>> stringsOf(String key, TomlTable inner) {
    Map<String, String> strings = new HashMap<>();
    inner
        .entryPathSet(false)
        .forEach(
            entry -> {
              String name = String.join(".", entry.getKey());
              String full = key + "." + name;
              lines.put(full, lineOf(inner.inputPositionOf(entry.getKey()), lineOf(key)));
              if (!(entry.getValue() instanceof String text)) {
                note(full, "must be a string, not " + kind(entry.getValue()));
              } else if (strings.put(name, text) != null) {
                note(full, "is there twice");
              }
            });
    return Optional.of(strings);
  }

  private <T> Optional<T> attempt(String key, Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (IllegalArgumentException refused) {
      note(key, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  private void note(String key, String text) {
    problems.add(lineOf(key), prefix + key, text);
  }

  /** The line of a key, which may be in a table below this one: {@code imap.port}. */
  private int lineOf(String key) {
    for (Table inner : tables) {
      String name = inner.prefix.substring(prefix.length());
      if (key.startsWith(name)) {
        return inner.lineOf(key.substring(name.length()));
      }
    }
    return lines.getOrDefault(key, line);
  }

  private static int lineIn(TomlTable toml, String key, int otherwise) {
    return lineOf(toml.inputPositionOf(List.of(key)), otherwise);
  }

  private static int lineOf(@Nullable TomlPosition position, int otherwise) {
    return position == null ? otherwise : position.line();
  }

  private static String kind(Object value) {
    return switch (value) {
      case String text -> "the string \"" + text + "\"";
      case Long number -> "the number " + number;
      case Double number -> "the number " + number;
      case Boolean bool -> bool.toString();
      case TomlTable table -> "a table";
      case TomlArray array -> "an array";
      default -> "a date or time";
    };
  }
}
