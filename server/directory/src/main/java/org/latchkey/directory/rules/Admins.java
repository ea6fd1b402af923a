// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.server.core.api.LdapPrincipal;

/** Tells who is an admin. */
@FunctionalInterface
public interface Admins {
  /** Whether this is the configured admin, or a member of {@code cn=admins} now. */
  boolean isAdmin(LdapPrincipal principal);
}
