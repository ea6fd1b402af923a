// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.lmdb;

import java.util.Locale;

/** The maps in an environment; every one is ordered by its keys' octets. */
public enum LmdbMap {
  /** Parent's id and normalised RDN, to the entry's id. */
  TREE,
  /** Id, to the entry's record. */
  ENTRIES,
  /** Attribute, normalised value and id, to nothing. */
  INDEX,
  /** Number, to a notice that has not been sent. */
  NOTICES,
  /** Account's entry's id, to its history. */
  HISTORY,
  /** The few things there are one of. */
  META;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
