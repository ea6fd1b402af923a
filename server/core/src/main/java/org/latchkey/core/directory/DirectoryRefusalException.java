// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

/** The directory said no to a change because of a rule; its message says which, for a person. */
public final class DirectoryRefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of refusal, each with its own answer at a door. */
  public enum Kind {
    /** There is no such account or app password. */
    NOT_FOUND,
    /** The label or name is taken. */
    ALREADY_EXISTS,
    /** The account holds as many as it may. */
    LIMIT_REACHED,
    /** The directory can't keep all of the label's characters. */
    LABEL_NOT_KEPT,
    /** A value breaks a rule. */
    INVALID
  }

  private final Kind kind;

  public DirectoryRefusalException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
