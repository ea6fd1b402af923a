// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Instant;

/** What is remembered of a revoked app password, so that a device that still tries it is known. */
public record Tombstone(Tag tag, String label, Instant revoked) {
  /** How many an account keeps; the oldest goes first. */
  public static final int MOST = 25;
}
