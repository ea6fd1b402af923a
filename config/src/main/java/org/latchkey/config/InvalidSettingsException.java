// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Settings that the server can't start with; the message is all the problems, one a line. */
public final class InvalidSettingsException extends Exception {
  private static final long serialVersionUID = 1;
  private final ArrayList<String> problems;

  InvalidSettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = new ArrayList<>(problems);
  }

  /** Every problem, in the order of the file, such as {@code latchkey.toml:12: unknown key …}. */
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }
}
