// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reload of several parts: each is tried, whatever became of the others, and what came of it
 * can be told by the keys of the settings.
 */
public final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final SortedSet<String> taken = new TreeSet<>();
  private final SortedSet<String> waiting = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();

  /** What may be reloaded by itself. */
  @FunctionalInterface
  interface Part {
    void reload() throws IOException, StartException;
  }

  /** Reloads a part; a failure is logged under the part's name. */
  void attempt(String name, Part part) {
    try {
      part.reload();
    } catch (IOException | StartException | RuntimeException e) {
      log.error("event=reload-failed part={} reason=\"{}\"", name, e.getMessage());
      failures.add(name + ": " + e.getMessage());
    }
  }

  /** These settings, or the files that they name, have changed and hold from now on. */
  void take(Collection<String> keys) {
    taken.addAll(keys);
  }

  /** These have changed and hold after a restart only. */
  void leave(Collection<String> keys) {
    waiting.addAll(keys);
  }

  /** Whether every part could be. */
  public boolean isComplete() {
    return failures.isEmpty();
  }

  /** The settings that wait for a restart, by their keys. */
  public SortedSet<String> waiting() {
    return Collections.unmodifiableSortedSet(waiting);
  }

  /** The settings that have changed and hold from now on, by their keys. */
  public SortedSet<String> taken() {
    return Collections.unmodifiableSortedSet(taken);
  }

  /** What an operator is told. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isComplete()) {
      lines.add("Not everything could be reloaded:");
      failures.forEach(failure -> lines.add("  " + failure));
    } else if (taken.isEmpty() && waiting.isEmpty()) {
      lines.add("Reloaded. Nothing has changed.");
    } else {
      lines.add("Reloaded. New: " + (taken.isEmpty() ? "nothing" : String.join(", ", taken)) + ".");
    }
    if (!waiting.isEmpty()) {
      lines.add("Not before a restart: " + String.join(", ", waiting) + ".");
    }
    return lines;
  }
}
