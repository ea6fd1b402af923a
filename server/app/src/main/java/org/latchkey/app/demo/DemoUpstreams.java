// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsBuilder;

/**
 * The real servers behind the demo, as far as they are on this machine. What is in them goes when
 * they end.
 *
 * @param folder theirs
 */
record DemoUpstreams(Path folder, Optional<DemoMail> mail, Optional<DemoDav> dav)
    implements AutoCloseable {
  private static final List<String> LOGINS = List.of("alice@example.org", "bob@example.org");

  /** Starts what there is; some of it may still be on its way up. */
  static DemoUpstreams start() throws StartException {
    Path folder;
    try {
      folder = Files.createTempDirectory("latchkey-demo-upstreams-");
    } catch (IOException e) {
      throw new StartException("no temporary folder can be made: " + e.getMessage(), e);
    }
    Optional<DemoDav> dav =
        DemoDav.isThere()
            ? Optional.of(DemoDav.start(folder.resolve("radicale"), LOGINS.getFirst()))
            : Optional.empty();
    Optional<DemoMail> mail =
        DemoMail.isThere() ? Optional.of(DemoMail.start(LOGINS)) : Optional.empty();
    return new DemoUpstreams(folder, mail, dav);
  }

  /** The settings of a server in front of them. */
  Settings behind(Settings settings) {
    SettingsBuilder builder = settings.toBuilder();
    mail.ifPresent(each -> builder.upstreams(each.upstreams()).notices(each.notices()));
    dav.ifPresent(each -> builder.dav(each.routes()));
    return builder.build();
  }

  /** Returns when all of them take connections. */
  void awaitReady() throws StartException {
    if (dav.isPresent()) {
      dav.get().awaitReady();
    }
  }

  @Override
  public void close() {
    mail.ifPresent(DemoMail::close);
    dav.ifPresent(DemoDav::close);
    try {
      deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's folder can't be deleted", e);
    }
  }

  static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
