// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

/** Why a label can't be used, whatever the directory. */
public enum LabelProblem {
  /** There is nothing in it that is seen. */
  MISSING("missing", "a label is needed"),
  TOO_LONG("too-long", "a label has at most " + AppPasswordRules.MAX_LABEL + " characters"),
  /** There is something in it that nobody sees. */
  INVISIBLE("invisible", "a label holds no control characters");

  private final String id;
  private final String text;

  LabelProblem(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /** The name in a bundle of messages, such as {@code too-long}. */
  public String id() {
    return id;
  }

  /** In plain words, for a tool's error. */
  public String text() {
    return text;
  }
}
