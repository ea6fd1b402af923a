// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import java.util.Optional;
import org.latchkey.core.password.Secret;

/**
 * LOGIN (draft-murchison-sasl-login): a name, then a password. Obsolete, and still what some SMTP
 * clients speak first.
 *
 * @param name what the client has answered so far
 */
public record Login(Optional<String> name) implements SaslExchange {
  private static final String ASK_NAME = "Username:";
  private static final String ASK_PASSWORD = "Password:";
  private static final int MAX_NAME_OCTETS = 1024;

  public Login() {
    this(Optional.empty());
  }

  @Override
  public String firstChallenge() {
    return name.isEmpty() ? ASK_NAME : ASK_PASSWORD;
  }

  @Override
  public Step respond(byte[] response) {
    if (name.isPresent()) {
      Secret secret = Secret.takeOver(response);
      return response.length == 0
          ? new Failure("the password is empty")
          : new Credentials(name.get(), secret);
    }
    Optional<String> answered = Utf8.decode(response, 0, response.length);
    if (answered.isEmpty() || answered.get().isEmpty() || response.length > MAX_NAME_OCTETS) {
      return new Failure("the name is empty, too long or not UTF-8");
    }
    return new Challenge(ASK_PASSWORD, new Login(answered));
  }
}
