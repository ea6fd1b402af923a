// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** A key that signs tokens (ES256, RFC 7518, section 3.4) as an issuer does. */
public final class TokenKey {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;

  private TokenKey(KeyPair keys) {
    this.keys = keys;
  }

  /** Makes one. */
  public static TokenKey generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return new TokenKey(generator.generateKeyPair());
  }

  /** The public key, DER. */
  public byte[] publicKey() {
    return keys.getPublic().getEncoded();
  }

  /**
   * A token of a key id for a subject, from an issuer that calls itself {@code latchkey}.
   *
   * @param audience whom it is for
   */
  public String sign(String keyId, String subject, String audience, Instant expires)
      throws GeneralSecurityException {
    JsonObject header = new JsonObject().put("typ", "JWT").put("alg", "ES256").put("kid", keyId);
    JsonObject claims =
        new JsonObject()
            .put("sub", subject)
            .put("azp", "latchkey")
            .put("aud", audience)
            .put("exp", expires.getEpochSecond());
    String signed = encode(header) + "." + encode(claims);
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64URL.encodeToString(signature.sign());
  }

  private static String encode(JsonObject part) {
    return BASE64URL.encodeToString(part.encode().getBytes(StandardCharsets.UTF_8));
  }
}
