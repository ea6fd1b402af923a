// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import java.util.Optional;
import org.latchkey.core.password.Secret;

/**
 * A client's wish to authenticate, as it stands behind the verb: a mechanism, and maybe an initial
 * response (RFC 4954 §4, RFC 4959 §3, RFC 5034 §4, RFC 5804 §2.1). Read the same for all protocols:
 * spaces and tabs between and at the end don't count, and where nothing else follows the mechanism,
 * there is no initial response; {@code =} is the empty one.
 */
public sealed interface SaslRequest {
  /**
   * An exchange is to begin.
   *
   * @param initialResponse whoever takes it closes it
   */
  record Begin(String mechanism, Optional<Secret> initialResponse) implements SaslRequest {}

  /** No mechanism is named. */
  record NoMechanism() implements SaslRequest {}

  /** The initial response is no base64. */
  record NotBase64() implements SaslRequest {}

  /** Reads the rest of a line, from behind the verb. */
  static SaslRequest parse(Line line, int from) {
    int start = passBlanks(line, from);
    int end = line.endOfWord(start);
    return end == start
        ? new NoMechanism()
        : of(line.text(start, end), line, passBlanks(line, end));
  }

  private static SaslRequest of(String mechanism, Line line, int from) {
    int end = line.trimmedLength();
    return from >= end
        ? new Begin(mechanism, Optional.empty())
        : of(mechanism, Secret.takeOver(line.octets(from, end)));
  }

  /**
   * One whose initial response is known already.
   *
   * @param base64 taken over; an empty one is an empty response
   */
  static SaslRequest of(String mechanism, Secret base64) {
    Optional<Secret> response = SaslText.initialResponse(base64);
    return response.isPresent() ? new Begin(mechanism, response) : new NotBase64();
  }

  private static int passBlanks(Line line, int from) {
    int at = from;
    while (at < line.length() && line.endOfWord(at) == at) {
      at++;
    }
    return at;
  }
}
