// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.server.core.api.CoreSession;

/** Tells who is an admin. */
public interface Admins {
  /** Whether this is bound, and the configured admin or a member of {@code cn=admins} now. */
  boolean isAdmin(CoreSession session);

  /** Whether this is the configured admin. */
  boolean isConfigured(CoreSession session);
}
