// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

/** Told of every accepted change, in order, at least once. */
@FunctionalInterface
public interface ChangeListener {
  /**
   * Called on the store's own thread, after the commit and before the operation is answered: it
   * neither blocks nor throws, and calls no store.
   */
  void changed(DirectoryChange change);
}
