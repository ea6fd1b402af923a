// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.Locale;

/** What a route to a DAV upstream may stand for. */
public enum DavService {
  CARDDAV,
  CALDAV;

  /** The name in the settings file, which is the service's own. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
