// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

/** A difference between two servers that is meant, and why. */
@FunctionalInterface
public interface Differences {

  /** Whether these two answers to an operation say the same, as far as they should. */
  boolean agree(Operation operation, Answer ours, Answer theirs);
}
