// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.health;

import java.util.List;
import java.util.Optional;

/** Whether the server can do its work: every check passes. */
public record Readiness(List<Check> checks) {
  public Readiness {
    checks = List.copyOf(checks);
  }

  /**
   * One thing without which the server is not ready.
   *
   * @param probe throws when it isn't there, with a message for whoever runs the server; may block
   */
  public record Check(String name, Runnable probe) {}

  /** The first check that fails. */
  public record Problem(String check, String reason) {}

  /** What is amiss; empty when the server is ready. Blocks as long as the checks do. */
  public Optional<Problem> problem() {
    for (Check each : checks) {
      try {
        each.probe().run();
      } catch (RuntimeException e) {
        String message = e.getMessage();
        String reason = message == null ? e.getClass().getSimpleName() : message;
        return Optional.of(new Problem(each.name(), reason));
      }
    }
    return Optional.empty();
  }
}
