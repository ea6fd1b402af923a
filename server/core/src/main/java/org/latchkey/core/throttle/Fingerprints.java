// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.latchkey.core.password.Secret;

/**
 * Tells wrong secrets apart without keeping them: a hash under a key that lives as long as the
 * process, so that nobody can make two guesses look like one.
 */
public final class Fingerprints {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac prototype;

  public Fingerprints(SecureRandom random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  /** Of a name alone. */
  public long ofName(String name) {
    try (Secret none = Secret.takeOver(new byte[0])) {
      return of("n" + name, none);
    }
  }

  /** Of a secret alone, whosever it is said to be. */
  public long ofSecret(Secret secret) {
    return of("", secret);
  }

  /** Equal for equal names and secrets, and for no others in practice. */
  public long of(String name, Secret secret) {
    try {
      Mac mac = (Mac) prototype.clone();
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(secret.octets())).getLong();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this JDK's " + ALGORITHM + " can't be cloned", e);
    }
  }
}
