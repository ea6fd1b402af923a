// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.EnumSet;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Value;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.Service;

/** The services that the values of latchkeyService name. */
final class Services {
  private Services() {}

  /** Those that are known; none where the attribute isn't there. */
  static Set<Service> of(@Nullable Attribute values) {
    Set<Service> services = EnumSet.noneOf(Service.class);
    if (values != null) {
      for (Value value : values) {
        Service.byId(value.getString()).ifPresent(services::add);
      }
    }
    return services;
  }
}
