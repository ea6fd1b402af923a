// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reload of several parts: each is tried, whatever became of the others. */
final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private boolean complete = true;

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
      complete = false;
    }
  }

  /** Whether every part could be. */
  boolean isComplete() {
    return complete;
  }
}
