// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a browser keeps for the server: AES-256-GCM (NIST SP 800-38D), in base64url. Nobody
 * else reads it, or changes it unnoticed. Safe for use by many threads.
 */
final class CookieSeal {
  static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MOST_CHARS = 4096;

  private final SecretKeySpec key;
  private final byte[] purpose;
  private final SecureRandom random;

  /**
   * @param key {@value #KEY_BYTES} octets
   * @param purpose what the sealed text is good for: it can't be opened for another
   */
  CookieSeal(byte[] key, String purpose, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.purpose = purpose.getBytes(StandardCharsets.US_ASCII);
    this.random = random;
  }

  String seal(byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a cookie can't be sealed", e);
    }
  }

  /** What was sealed; empty where it wasn't by this key for this purpose. */
  Optional<byte[]> open(String text) {
    if (text.length() > MOST_CHARS) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(text);
      if (sealed.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES));
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (IllegalArgumentException | GeneralSecurityException madeUp) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose);
    return cipher;
  }
}
