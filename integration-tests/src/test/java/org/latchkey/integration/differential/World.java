// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a generator knows of the directory: names that are there and values that were put there. It
 * may be out of date; that only makes a refusal likelier.
 */
public final class World {
  private static final int MOST_VALUES = 400;

  private final List<String> parents;
  private final List<String> dns = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /**
   * @param parents below which entries are added
   */
  public World(List<String> parents) {
    this.parents = List.copyOf(parents);
    dns.addAll(parents);
  }

  /** An entry of this name is there. */
  public void added(String dn) {
    dns.add(dn);
  }

  /** The entry of this name has gone. */
  public void removed(String dn) {
    if (!parents.contains(dn)) {
      dns.remove(dn);
    }
  }

  /** The names of all entries that were added and have not gone. */
  public List<String> added() {
    return dns.subList(parents.size(), dns.size());
  }

  /** What is behind the first comma of a name that isn't escaped. */
  static String parentOf(String dn) {
    boolean quoted = false;
    for (int i = 0; i < dn.length(); i++) {
      char each = dn.charAt(i);
      if (each == '\\') {
        i++;
      } else if (each == '"') {
        quoted = !quoted;
      } else if (each == ',' && !quoted) {
        return dn.substring(i + 1);
      }
    }
    return "";
  }

  void put(String value) {
    if (values.size() < MOST_VALUES) {
      values.add(value);
    } else {
      values.set(Math.floorMod(value.hashCode(), MOST_VALUES), value);
    }
  }

  String parent(RandomGenerator random) {
    return parents.get(random.nextInt(parents.size()));
  }

  String dn(RandomGenerator random) {
    return dns.get(random.nextInt(dns.size()));
  }

  String value(RandomGenerator random, Texts texts) {
    return values.isEmpty() || random.nextInt(4) == 0
        ? texts.any()
        : values.get(random.nextInt(values.size()));
  }
}
