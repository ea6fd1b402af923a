// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import static org.latchkey.adapters.dav.empty.PropertyName.CALDAV;
import static org.latchkey.adapters.dav.empty.PropertyName.CARDDAV;
import static org.latchkey.adapters.dav.empty.PropertyName.DAV;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties that are known here, each with its element as {@link Multistatus} spells it. */
enum Property {
  RESOURCETYPE(DAV, "resourcetype"),
  DISPLAYNAME(DAV, "displayname"),
  CURRENT_USER_PRINCIPAL(DAV, "current-user-principal"),
  CURRENT_USER_PRIVILEGE_SET(DAV, "current-user-privilege-set"),
  PRINCIPAL_URL(DAV, "principal-URL"),
  PRINCIPAL_COLLECTION_SET(DAV, "principal-collection-set"),
  SUPPORTED_REPORT_SET(DAV, "supported-report-set"),
  OWNER(DAV, "owner"),
  ADDRESSBOOK_HOME_SET(CARDDAV, "addressbook-home-set"),
  CALENDAR_HOME_SET(CALDAV, "calendar-home-set"),
  CALENDAR_USER_ADDRESS_SET(CALDAV, "calendar-user-address-set");

  private static final Map<PropertyName, Property> BY_NAME = new HashMap<>();

  static {
    for (Property each : values()) {
      BY_NAME.put(new PropertyName(each.namespace, each.local), each);
    }
  }

  private final String namespace;
  private final String local;

  Property(String namespace, String local) {
    this.namespace = namespace;
    this.local = local;
  }

  /** The property of this name, if it is known. */
  static @Nullable Property of(PropertyName name) {
    return BY_NAME.get(name);
  }

  /** Its element's name, prefix included. */
  String element() {
    return Multistatus.prefix(namespace) + local;
  }
}
