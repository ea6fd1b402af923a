// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.latchkey.config.TokenSettings;

/**
 * Signs short-lived tokens (RFC 7519, ES256) that say which account a connection is signed in for,
 * so that an upstream needs no master password. Safe for use by many threads.
 */
public final class TokenSigner {
  private final ECKey key;
  private final JWSSigner signer;
  private final JWSHeader header;
  private final TokenSettings settings;
  private final InstantSource clock;

  /**
   * @param jwk the signing key, a private JWK on P-256 with a key id (RFC 7517)
   * @throws IllegalArgumentException when it is no such key
   */
  public TokenSigner(String jwk, TokenSettings settings, InstantSource clock) {
    try {
      key = ECKey.parse(jwk);
      if (!key.isPrivate() || key.getKeyID() == null || !Curve.P_256.equals(key.getCurve())) {
        throw new IllegalArgumentException("it is no private key on P-256 with an id");
      }
      signer = new ECDSASigner(key);
    } catch (ParseException | JOSEException e) {
      throw new IllegalArgumentException("it is no private key in JWK form", e);
    }
    // Dovecot takes a token without `typ` for something else.
    header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    this.settings = settings;
    this.clock = clock;
  }

  /** A new signing key, as a private JWK. */
  public static String newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK makes no keys on P-256", e);
    }
  }

  /**
   * A token that is good from now on, for as long as the settings say.
   *
   * @param subject who the account is to the upstream: its {@code sub} (RFC 7519 §4.1.2)
   * @param audience the one upstream that it is for: its {@code aud} (§4.1.3), so that no other
   *     takes it
   */
  public String sign(String subject, String audience) {
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer())
            .subject(subject)
            .audience(audience)
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(settings.lifetime())));
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a token can't be signed", e);
    }
    return token.serialize();
  }

  /** The id of the key. */
  public String keyId() {
    return key.getKeyID();
  }

  /** The public key as a JWK set (RFC 7517 §5). */
  public String jwkSet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** The public key as PEM (RFC 7468 §13). */
  public String publicKeyPem() {
    try {
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(key.toECPublicKey().getEncoded());
      return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK knows no P-256", e);
    }
  }
}
