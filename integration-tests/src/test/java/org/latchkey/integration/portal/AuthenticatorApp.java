// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.integration.Poll;

/**
 * An authenticator app (RFC 6238). A server takes the codes of three steps at any time, each once
 * and in rising order; so it begins with the earliest, and hands out three without waiting.
 */
final class AuthenticatorApp {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final long STEP_SECONDS = 30;

  /** How long a code is on its way at most, so that the earliest is still good when it arrives. */
  private static final long UNDER_WAY_SECONDS = 5;

  private final byte[] secret;
  private long lastStep;

  /**
   * @param typed the secret as the page shows it, in base32
   */
  AuthenticatorApp(String typed) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char each : typed.replace(" ", "").toCharArray()) {
      buffer = buffer << 5 | BASE32.indexOf(each);
      bits += 5;
      if (bits >= 8) {
        octets.write(buffer >> (bits - 8) & 0xff);
        bits -= 8;
      }
      buffer &= (1 << bits) - 1;
    }
    secret = octets.toByteArray();
  }

  /** A code that was not handed out before and is good now. */
  synchronized String next() throws Exception {
    long earliest = (Instant.now().getEpochSecond() + UNDER_WAY_SECONDS) / STEP_SECONDS - 1;
    lastStep = Math.max(lastStep + 1, earliest);
    Poll.until("the next code is good", () -> lastStep <= present() + 1);
    return code(lastStep);
  }

  /** The last code that was handed out. */
  synchronized String last() throws GeneralSecurityException {
    return code(lastStep);
  }

  /** A code that is not good, nor soon. */
  String wrong(int number) throws GeneralSecurityException {
    String wrong = "%06d".formatted(number % 1_000_000);
    for (long step = present() - 3; step <= present() + 6; step++) {
      if (code(step).equals(wrong)) {
        return this.wrong(number + 500_003);
      }
    }
    return wrong;
  }

  private static long present() {
    return Instant.now().getEpochSecond() / STEP_SECONDS;
  }

  private String code(long step) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
    return "%06d".formatted(number % 1_000_000);
  }
}
