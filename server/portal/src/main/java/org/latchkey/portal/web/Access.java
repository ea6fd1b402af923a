// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

/** Who may see a page. */
public enum Access {
  ANYONE,
  /** Whoever gave the primary password. */
  HALF_WAY,
  /** Whoever gave the primary password of an account without a second factor, or is FRESH. */
  ENROLLING,
  SIGNED_IN,
  /** Whoever is signed in and gave a second factor in the last minutes. */
  FRESH,
  /** An admin who is signed in. */
  ADMIN,
  /** An admin who is FRESH. */
  FRESH_ADMIN
}
