// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.core.account.AccountId;

/**
 * Seals and opens the secrets that accounts sign in to their upstreams with: AES-256-GCM (NIST SP
 * 800-38D) under a key derived from the pepper, the account's entryUUID authenticated beside it.
 * Safe for use by many threads.
 */
public final class SealedSecrets {
  private static final byte[] PURPOSE = "seal1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Peppers peppers;
  private final SecureRandom random;

  public SealedSecrets(Peppers peppers, SecureRandom random) {
    this.peppers = peppers;
    this.random = random;
  }

  /** Seals a secret for an account under the current pepper; the caller closes the secret. */
  public SealedSecret seal(AccountId account, Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    String kid = peppers.currentKid();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(kid), nonce, account);
      byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(secret.length())];
      System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
      cipher.doFinal(secret.octets(), 0, secret.length(), sealed, NONCE_BYTES);
      return new SealedSecret(kid, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret can't be sealed", e);
    }
  }

  /**
   * Opens one.
   *
   * @return empty when it was sealed for another account, under a pepper that is gone, or was
   *     changed since
   */
  public Optional<Secret> open(AccountId account, SealedSecret sealed) {
    Optional<byte[]> key = peppers.derived(sealed.kid(), PURPOSE);
    byte[] octets = sealed.octets();
    if (key.isEmpty() || octets.length < NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(octets, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, account);
      return Optional.of(
          Secret.takeOver(cipher.doFinal(octets, NONCE_BYTES, octets.length - NONCE_BYTES)));
    } catch (AEADBadTagException changed) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret can't be opened", e);
    }
  }

  private byte[] key(String kid) {
    return peppers.derived(kid, PURPOSE).orElseThrow();
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, AccountId account)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(account.octets());
    return cipher;
  }
}
