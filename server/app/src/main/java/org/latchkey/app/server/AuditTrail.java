// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latchkey.config.AuditSettings;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.AuditJson;
import org.latchkey.core.audit.AuditLog;
import org.latchkey.core.audit.SummedRefusals;
import org.latchkey.portal.health.Readiness;
import org.latchkey.portal.metrics.Metrics;

/**
 * What is kept of what happened: the log, and two files of JSON lines. Changes and what people do
 * who are signed in are kept apart from sign-ins, so that no number of those takes a line about a
 * change away; of refusals that are like each other the sum is kept.
 */
final class AuditTrail implements AutoCloseable {
  private final Map<String, AuditFile> files = new LinkedHashMap<>();
  private final SummedRefusals summed;

  private AuditTrail(AuditSettings settings, Path folder) throws IOException {
    List<Audit> audits = new ArrayList<>(List.of(new AuditLog()));
    try {
      Optional<Path> changes = settings.file(folder);
      if (changes.isPresent()) {
        RolledFile.Bounds bounds =
            RolledFile.Bounds.of((long) settings.maxMib() << 20, Optional.of(settings.keep()));
        Audit json = json("changes", AuditFile.open(changes.get(), bounds));
        audits.add(event -> tellIf(event.isOfChanges(), json, event));
      }
      Optional<Path> signIns = settings.signInsFile(folder);
      if (signIns.isPresent()) {
        RolledFile.Bounds bounds =
            RolledFile.Bounds.of(
                (long) settings.signInsMaxMib() << 20, Optional.of(settings.keep()));
        Audit json = json("sign-ins", AuditFile.open(signIns.get(), bounds));
        audits.add(event -> tellIf(!event.isOfChanges(), json, event));
      }
    } catch (IOException e) {
      files.values().forEach(AuditFile::close);
      throw e;
    }
    summed = new SummedRefusals(Audit.all(audits), InstantSource.system());
  }

  private static void tellIf(boolean wanted, Audit audit, AuditEvent event) {
    if (wanted) {
      audit.record(event);
    }
  }

  private Audit json(String name, AuditFile file) {
    files.put(name, file);
    return new AuditJson(file, InstantSource.system());
  }

  /**
   * Opens the files, or makes them.
   *
   * @throws StartException when one can't be
   */
  static AuditTrail open(AuditSettings settings, Path folder) throws StartException {
    try {
      return new AuditTrail(settings, folder);
    } catch (IOException e) {
      throw new StartException("the audit file can't be opened: " + e.getMessage(), e);
    }
  }

  /** What takes the events. */
  SummedRefusals audit() {
    return summed;
  }

  /** Shows whether the files can be written. */
  void watchedBy(Metrics metrics) {
    files.forEach((name, file) -> metrics.watchAudit(name, file::isFailing, file::lost));
  }

  /** Fails while a file can't be written. */
  Readiness.Check check() {
    return new Readiness.Check(
        "audit",
        () ->
            files.forEach(
                (name, file) -> {
                  if (file.isFailing()) {
                    throw new IllegalStateException("the audit of " + name + " can't be written");
                  }
                }));
  }

  /** Writes the sums of refusals and what waits. */
  @Override
  public void close() {
    summed.flushAll();
    files.values().forEach(AuditFile::close);
  }
}
