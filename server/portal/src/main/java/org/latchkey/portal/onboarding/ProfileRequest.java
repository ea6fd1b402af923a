// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Set;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPasswordId;

/**
 * The app password that a profile is made for.
 *
 * @param services what it is good for
 */
public record ProfileRequest(
    AppPasswordId id, String label, Set<Service> services, ProfileOwner owner) {
  public ProfileRequest {
    services = Set.copyOf(services);
  }
}
