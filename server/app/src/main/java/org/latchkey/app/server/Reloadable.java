// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.latchkey.config.SettingValues;
import org.latchkey.config.Settings;

/**
 * Settings as they were read, together with what was in the files that they name: the two things
 * that a reload may find changed.
 *
 * @param contents the SHA-256 of each file under its key
 */
record Reloadable(Settings settings, SortedMap<String, String> contents) {
  /** Tables and keys that a running server takes over. What isn't here waits for a restart. */
  private static final Set<String> TAKEN =
      Set.of(
          "log",
          "network",
          "sign-in.refusal-delay",
          "sign-in.max-refusal-delay",
          "sign-in.max-held-refusals",
          "sign-in.max-held-refusals-per-source",
          "public.profile-certificate",
          "public.profile-key");

  /** What of these holds at once for mail and LDAP, and after a restart for HTTPS. */
  private static final String PARTLY = "network.";

  /** Files that are read again, at a reload or whenever they are used. */
  private static final Set<String> READ_AGAIN =
      Set.of(
          "tls.certificate",
          "tls.key",
          "public.profile-certificate",
          "public.profile-key",
          "notices.password-file");

  static Reloadable of(Settings settings) {
    SortedMap<String, String> contents = new TreeMap<>();
    SettingValues.of(settings)
        .forEach(
            (key, value) -> {
              if (value instanceof Path file) {
                hash(file).ifPresent(hash -> contents.put(key, hash));
              }
            });
    return new Reloadable(settings, contents);
  }

  private static Optional<String> hash(Path file) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Optional.of(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file))));
    } catch (IOException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What of the new ones a running server takes over now that began with these. */
  SortedSet<String> taken(Reloadable fresh) {
    SortedSet<String> keys = new TreeSet<>();
    for (String key : SettingValues.changed(settings, fresh.settings)) {
      if (isTaken(key)) {
        keys.add(key.startsWith(PARTLY) ? key + " (for mail and LDAP)" : key);
      }
    }
    for (String key : changedContents(fresh)) {
      if (READ_AGAIN.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** What of the new ones waits for a restart of a server that was started with these. */
  SortedSet<String> waiting(Reloadable fresh) {
    SortedSet<String> keys = new TreeSet<>();
    for (String key : SettingValues.changed(settings, fresh.settings)) {
      if (!isTaken(key)) {
        keys.add(key);
      } else if (key.startsWith(PARTLY)) {
        keys.add(key + " (for HTTPS)");
      }
    }
    for (String key : changedContents(fresh)) {
      if (!READ_AGAIN.contains(key)) {
        keys.add(key + " (what is in the file)");
      }
    }
    return keys;
  }

  private static boolean isTaken(String key) {
    return TAKEN.stream().anyMatch(each -> key.equals(each) || key.startsWith(each + "."));
  }

  /** Of files whose names are the same. */
  private SortedSet<String> changedContents(Reloadable fresh) {
    SortedMap<String, Object> old = SettingValues.of(settings);
    SortedMap<String, Object> names = SettingValues.of(fresh.settings);
    SortedSet<String> keys = new TreeSet<>(fresh.contents.keySet());
    keys.retainAll(contents.keySet());
    keys.removeIf(
        key ->
            Objects.equals(contents.get(key), fresh.contents.get(key))
                || !Objects.equals(names.get(key), old.get(key)));
    return keys;
  }
}
