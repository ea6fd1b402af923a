// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.util.Set;

/**
 * Who passkeys are made for (WebAuthn §5.4.2).
 *
 * @param id the portal's host name: a passkey is bound to it
 * @param name what an authenticator shows
 * @param origins the portal's origins, such as {@code https://mail.example.org:1443}
 */
public record RelyingParty(String id, String name, Set<String> origins) {
  public RelyingParty {
    origins = Set.copyOf(origins);
  }
}
