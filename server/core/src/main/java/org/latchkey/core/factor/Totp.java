// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.core.password.Secret;
import org.latchkey.core.text.TypedCode;

/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six
 * digits, a step of 30 s. A clock may be one step off.
 */
public final class Totp {
  static final Duration STEP = Duration.ofSeconds(30);

  /** RFC 4226 §4, R6: 160 bits. */
  private static final int SECRET_BYTES = 20;

  private static final int DIGITS = 6;
  private static final int DRIFT_STEPS = 1;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** A fresh secret, to be shown to its owner and closed. */
  public static Secret newSecret(SecureRandom random) {
    byte[] octets = new byte[SECRET_BYTES];
    random.nextBytes(octets);
    return Secret.takeOver(octets);
  }

  /**
   * The time step whose code this is.
   *
   * @param code as typed: spaces, dashes and what isn't seen don't count
   * @param lastStep only later steps are looked at
   * @return empty when it is no code of now, or one that was taken already
   */
  static OptionalLong step(Secret secret, String code, Instant now, long lastStep) {
    String digits = TypedCode.plain(code);
    if (!digits.matches("[0-9]{" + DIGITS + "}")) {
      return OptionalLong.empty();
    }
    int typed = Integer.parseInt(digits);
    long present = now.getEpochSecond() / STEP.toSeconds();
    OptionalLong found = OptionalLong.empty();
    for (long step = present - DRIFT_STEPS; step <= present + DRIFT_STEPS; step++) {
      if (step > lastStep && found.isEmpty() && code(secret, step) == typed) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static int code(Secret secret, long step) {
    try {
      return new HmacOneTimePasswordGenerator(DIGITS)
          .generateOneTimePassword(new SecretKeySpec(secret.octets(), "HmacSHA1"), step);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a TOTP secret can't be used as a key", e);
    }
  }

  /** The secret as it is typed into an app: base32 (RFC 4648 §6) in groups of four. */
  public static String typed(Secret secret) {
    return base32(secret).replaceAll("(.{4})(?=.)", "$1 ");
  }

  /** The {@code otpauth:} URI that apps read from a QR code. */
  public static String uri(Secret secret, String issuer, String accountName) {
    return "otpauth://totp/"
        + encoded(issuer)
        + ":"
        + encoded(accountName)
        + "?secret="
        + base32(secret)
        + "&issuer="
        + encoded(issuer);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String base32(Secret secret) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte octet : secret.octets()) {
      buffer = buffer << 8 | (octet & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(BASE32.charAt(buffer >> (bits - 5) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    return text.toString();
  }
}
