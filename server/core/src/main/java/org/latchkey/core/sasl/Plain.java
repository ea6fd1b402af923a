// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.password.Secret;

/**
 * PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. An authorization identity is accepted
 * where it is empty or the same name as the authentication identity's; nobody acts for somebody
 * else here.
 */
public record Plain() implements SaslExchange {
  private static final int MAX_IDENTITY_OCTETS = 1024;

  @Override
  public String firstChallenge() {
    return "";
  }

  @Override
  public Step respond(byte[] response) {
    try {
      return parse(response);
    } finally {
      Arrays.fill(response, (byte) 0);
    }
  }

  private static Step parse(byte[] message) {
    int first = indexOfNul(message, 0);
    int second = first < 0 ? -1 : indexOfNul(message, first + 1);
    if (second < 0 || indexOfNul(message, second + 1) >= 0) {
      return new Failure("the message is not authzid NUL authcid NUL passwd");
    }
    if (second > 2 * MAX_IDENTITY_OCTETS) {
      return new Failure("the identities are too long");
    }
    Optional<String> authzid = Utf8.decode(message, 0, first);
    Optional<String> authcid = Utf8.decode(message, first + 1, second);
    if (authzid.isEmpty() || authcid.isEmpty()) {
      return new Failure("an identity is not UTF-8");
    }
    if (authcid.get().isEmpty() || second + 1 == message.length) {
      return new Failure("the identity or the password is empty");
    }
    if (!authzid.get().isEmpty() && !LoginName.same(authzid.get(), authcid.get())) {
      return new Failure("the authorization identity is another's");
    }
    byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
    return new Credentials(authcid.get(), Secret.takeOver(password));
  }

  private static int indexOfNul(byte[] message, int from) {
    for (int i = from; i < message.length; i++) {
      if (message[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
