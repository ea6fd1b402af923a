// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.Locale;

/** What became of an entry that is no account's. */
public enum EntryAct {
  ADDED,
  MODIFIED,
  RENAMED,
  DELETED;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** The name in the log. */
  public String id() {
    return id;
  }
}
