// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.List;

/** What a PROPFIND asks for (RFC 4918 §9.1). */
sealed interface Propfind {
  /** Everything that is not costly. */
  record AllProperties() implements Propfind {}

  /** The names alone. */
  record Names() implements Propfind {}

  /**
   * These.
   *
   * @param unknown those that no resource here has
   */
  record Named(List<Property> known, List<PropertyName> unknown) implements Propfind {
    public Named {
      known = List.copyOf(known);
      unknown = List.copyOf(unknown);
    }
  }
}
