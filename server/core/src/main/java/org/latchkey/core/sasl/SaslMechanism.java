// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import java.util.Locale;
import java.util.Optional;

/** The mechanisms that are offered, the preferred one first. */
public enum SaslMechanism {
  PLAIN,
  LOGIN;

  /** The mechanism of this name (RFC 4422 §3.1), in any case; empty for one that isn't offered. */
  public static Optional<SaslMechanism> byName(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> Optional.of(PLAIN);
      case "LOGIN" -> Optional.of(LOGIN);
      default -> Optional.empty();
    };
  }

  /** Begins an exchange. */
  public SaslExchange start() {
    return switch (this) {
      case PLAIN -> new Plain();
      case LOGIN -> new Login();
    };
  }
}
