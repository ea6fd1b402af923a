// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.health;

/** All metrics in Prometheus' text format, version 0.0.4. */
@FunctionalInterface
public interface MetricsText {
  /** The text as of now; may take milliseconds. */
  String text();
}
