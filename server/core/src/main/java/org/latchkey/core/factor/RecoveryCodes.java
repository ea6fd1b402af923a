// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.text.TypedCode;

/**
 * Codes that stand in for a lost second factor, each good once: {@code 7k3m-q0tz-x9wd}, 60 random
 * bits in Crockford's base32. Letters that look like digits are taken for them.
 */
final class RecoveryCodes {
  /** How many are made at once. */
  static final int COUNT = 10;

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int SYMBOLS = 12;
  private static final byte[] PURPOSE = "rec1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String ALGORITHM = "HmacSHA256";

  private RecoveryCodes() {}

  /** A fresh one, as it is shown. */
  static String generate(SecureRandom random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < SYMBOLS; i++) {
      code.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(32)));
    }
    return code.toString();
  }

  /** What is stored of it, under the current pepper. */
  static RecoveryCodeHash hash(Peppers peppers, AccountId account, String code) {
    String canonical = canonical(code).orElseThrow();
    return hash(peppers, peppers.currentKid(), account, canonical).orElseThrow();
  }

  /** Whether the stored one is of what was typed. */
  static boolean matches(
      Peppers peppers, AccountId account, String typed, RecoveryCodeHash stored) {
    Optional<RecoveryCodeHash> wanted =
        canonical(typed).flatMap(code -> hash(peppers, stored.kid(), account, code));
    return wanted.isPresent() && MessageDigest.isEqual(octets(wanted.get()), octets(stored));
  }

  private static byte[] octets(RecoveryCodeHash hash) {
    return hash.mac().getBytes(StandardCharsets.US_ASCII);
  }

  /** Empty when it can't be a recovery code. */
  private static Optional<String> canonical(String typed) {
    String code = TypedCode.plain(typed).replace('o', '0').replace('i', '1').replace('l', '1');
    boolean fits = code.length() == SYMBOLS && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return fits ? Optional.of(code) : Optional.empty();
  }

  private static Optional<RecoveryCodeHash> hash(
      Peppers peppers, String kid, AccountId account, String canonical) {
    return peppers
        .derived(kid, PURPOSE)
        .map(key -> new RecoveryCodeHash(kid, mac(key, account, canonical)));
  }

  private static String mac(byte[] key, AccountId account, String canonical) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(account.octets());
      byte[] hash = mac.doFinal(canonical.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }
}
