// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.Set;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;

/** {@link ServicePreset} as the command line spells it. */
enum Preset {
  mail,
  send,
  contacts,
  calendars,
  everything;

  Set<Service> services() {
    return ServicePreset.byId(name()).orElseThrow().services();
  }
}
