// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.List;

/** Takes down what happened. Never blocks and never throws. */
@FunctionalInterface
public interface Audit {
  void record(AuditEvent event);

  /** One that tells all of these. */
  static Audit all(List<Audit> audits) {
    List<Audit> copy = List.copyOf(audits);
    return event -> copy.forEach(audit -> audit.record(event));
  }
}
