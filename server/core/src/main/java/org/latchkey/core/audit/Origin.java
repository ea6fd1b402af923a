// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

/** Who can bring an event about, and as often as they like. */
enum Origin {
  /** Whoever knows a login name. */
  ANYBODY,
  /** Whoever knows the primary password, or an app password that isn't good here or any more. */
  PASSWORD_HOLDER,
  /** Whoever has signed in, or may change the directory. */
  OWNER
}
