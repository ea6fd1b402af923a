// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.password.Secret;

final class TotpTest {
  private static Secret rfcSecret() {
    return Secret.takeOver("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
  }

  /** RFC 6238 appendix B, SHA-1: the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void theCodesAreThoseOfTheRfc(long seconds, String code) {
    Instant then = Instant.ofEpochSecond(seconds);
    assertEquals(OptionalLong.of(seconds / 30), Totp.step(rfcSecret(), code, then, 0));
  }

  @ParameterizedTest
  @CsvSource({"29, true", "30, true", "89, true", "90, false", "0, true"})
  void aClockMayBeOneStepOff(long seconds, boolean good) {
    Instant now = Instant.ofEpochSecond(1_000_000 * 30L + seconds);
    // The code of step 1,000,001.
    String code = codeAt(1_000_001 * 30L);
    assertEquals(good, Totp.step(rfcSecret(), code, now, 0).isPresent());
  }

  private static String codeAt(long seconds) {
    try {
      return new HmacOneTimePasswordGenerator(6)
          .generateOneTimePasswordString(
              new SecretKeySpec(rfcSecret().octets(), "HmacSHA1"), seconds / 30);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStepThatWasTakenIsGoodNoMore() {
    Instant then = Instant.ofEpochSecond(59);
    assertTrue(Totp.step(rfcSecret(), "287082", then, 1).isEmpty());
    assertEquals(OptionalLong.of(1), Totp.step(rfcSecret(), " 287 082 ", then, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "287\u00a0082",
        "287\u202f082\r\n",
        "287-082",
        "\u200e287\u2011082\u200f",
        "\uff12\uff18\uff17\u3000\uff10\uff18\uff12",
        "٢٨٧٠٨٢"
      })
  void aCodeIsReadHoweverItWasTypedOrCopied(String code) {
    assertEquals(OptionalLong.of(1), Totp.step(rfcSecret(), code, Instant.ofEpochSecond(59), 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "28708", "2870822", "28708x", "-87082"})
  void anythingButSixDigitsIsNoCode(String code) {
    assertTrue(Totp.step(rfcSecret(), code, Instant.ofEpochSecond(59), 0).isEmpty());
  }

  @Test
  void theSecretIsTypedInBase32AndScannedAsAUri() {
    assertEquals("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Totp.typed(rfcSecret()));
    assertEquals(
        "otpauth://totp/Latchkey:al%3Aice%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Latchkey",
        Totp.uri(rfcSecret(), "Latchkey", "al:ice@example.org"));
  }
}
