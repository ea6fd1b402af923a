// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import org.latchkey.core.audit.EntryAct;

/** Hears of changes of entries that are neither accounts nor app passwords. */
@FunctionalInterface
public interface EntryListener {
  /** Called once the change is on disk, on the writer's thread. */
  void changed(EntryAct act, String dn, String by);
}
