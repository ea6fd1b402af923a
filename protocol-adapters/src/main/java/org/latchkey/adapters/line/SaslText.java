// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.latchkey.core.password.Secret;

/** SASL messages as lines carry them: base64 (RFC 4648 §4). */
public final class SaslText {
  private SaslText() {}

  /** A response, which is a line; empty where it isn't base64. */
  public static Optional<Secret> response(Line line) {
    return decoded(Secret.takeOver(line.octets(0, line.trimmedLength())));
  }

  /**
   * What a text stands for; empty where it isn't base64.
   *
   * @param text taken over
   */
  public static Optional<Secret> decoded(Secret text) {
    try (text) {
      return Optional.of(Secret.takeOver(Base64.getDecoder().decode(text.octets())));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /**
   * An initial response (RFC 4954 §4, RFC 4959 §3), in which {@code =} is the empty one; empty
   * where it isn't base64.
   *
   * @param text taken over
   */
  static Optional<Secret> initialResponse(Secret text) {
    if (text.length() == 1 && text.octets()[0] == '=') {
      text.close();
      return Optional.of(Secret.takeOver(new byte[0]));
    }
    return decoded(text);
  }

  /** Whether the client gives up (RFC 4954 §4, RFC 9051 §6.2.2). */
  public static boolean isAbort(Line line) {
    return line.trimmedLength() == 1 && line.at(0) == '*';
  }

  /** A challenge. */
  public static String challenge(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
