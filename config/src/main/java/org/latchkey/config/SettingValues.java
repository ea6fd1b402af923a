// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The value of every setting under its key in the file, such as {@code listeners.imap.port}. */
public final class SettingValues {
  /** Components that have another name in the file. */
  private static final Map<String, String> NAMES =
      Map.of("publicly", "public", "upstreams", "upstream", "how", "sign-in");

  private SettingValues() {}

  /** All of them; one that is absent and has no default is left out. */
  public static SortedMap<String, Object> of(Settings settings) {
    SortedMap<String, Object> values = new TreeMap<>();
    add(values, "", settings);
    return values;
  }

  /** The keys whose values differ, those that only one of both has included. */
  public static SortedSet<String> changed(Settings before, Settings after) {
    SortedMap<String, Object> old = of(before);
    SortedMap<String, Object> fresh = of(after);
    SortedSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(fresh.keySet());
    keys.removeIf(
        key -> Optional.ofNullable(old.get(key)).equals(Optional.ofNullable(fresh.get(key))));
    return keys;
  }

  private static void add(SortedMap<String, Object> values, String prefix, Record table) {
    for (RecordComponent component : table.getClass().getRecordComponents()) {
      Object value = value(table, component);
      if (value instanceof UpstreamSignInSettings signIn) {
        add(values, prefix, signIn); // its keys stand among the upstream's own
      } else {
        put(values, prefix + name(component), value);
      }
    }
  }

  private static void put(SortedMap<String, Object> values, String key, Object value) {
    switch (value) {
      case Record table when table.getClass().getSimpleName().endsWith("Settings") ->
          add(values, key + ".", table);
      case PublicPorts ports -> add(values, key + ".", ports);
      case Optional<?> optional -> optional.ifPresent(present -> put(values, key, present));
      case OptionalInt optional -> optional.ifPresent(present -> values.put(key, present));
      case Map<?, ?> map -> map.forEach((name, each) -> put(values, key + "." + name, each));
      case Set<?> set -> values.put(key, Set.copyOf(set));
      default -> values.put(key, value);
    }
  }

  private static Object value(Record table, RecordComponent component) {
    try {
      return component.getAccessor().invoke(table);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a settings record hides " + component.getName(), e);
    }
  }

  private static String name(RecordComponent component) {
    String name = component.getName();
    return NAMES.getOrDefault(name, name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }
}
