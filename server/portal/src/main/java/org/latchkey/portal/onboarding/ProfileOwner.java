// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Optional;

/**
 * Whom a profile is for.
 *
 * @param name what the senders' line of their mail shows
 * @param address their mail address; where they have none, no mail is set up
 * @param userName what the client signs in with
 */
public record ProfileOwner(String name, Optional<String> address, String userName) {}
