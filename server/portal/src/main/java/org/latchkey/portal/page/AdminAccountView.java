// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;

/**
 * An account as admins see it.
 *
 * @param own whether it is the admin's
 * @param resettable whether there is something of second factors to take away
 */
public record AdminAccountView(
    String id,
    String dn,
    boolean own,
    boolean disabled,
    boolean hasSecondFactor,
    boolean resettable,
    List<AppPasswordRow> appPasswords,
    List<DeviceRow> devices,
    List<EventRow> events) {
  public AdminAccountView {
    appPasswords = List.copyOf(appPasswords);
    devices = List.copyOf(devices);
    events = List.copyOf(events);
  }
}
