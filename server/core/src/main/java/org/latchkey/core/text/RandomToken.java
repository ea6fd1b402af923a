// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.text;

import java.security.SecureRandom;
import java.util.Base64;

/** A text that nobody guesses, fit for a URL's path, a cookie and a form's field. */
public final class RandomToken {
  private RandomToken() {}

  /** So many random octets in base64url without padding (RFC 4648 §5). */
  public static String of(SecureRandom random, int octets) {
    byte[] bits = new byte[octets];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
