// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.config.TokenSettings;

class TokenSignerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TokenSettings SETTINGS =
      new TokenSettings("latchkey.example.org", Duration.ofMinutes(2));

  private final TokenSigner signer = new TokenSigner(TokenSigner.newKey(), SETTINGS, () -> NOW);

  @Test
  void tokenVerifiesUnderThePublishedKey() throws Exception {
    ECKey published = JWKSet.parse(signer.jwkSet()).getKeyByKeyId(signer.keyId()).toECKey();
    SignedJWT token =
        SignedJWT.parse(signer.sign("alice@example.org", "imap://mail.example.org:143"));
    assertTrue(token.verify(new ECDSAVerifier(published)));
    assertEquals("ES256", token.getHeader().getAlgorithm().getName());
    assertEquals(signer.keyId(), token.getHeader().getKeyID());
  }

  @Test
  void tokenNamesTheAccountAndExpires() throws Exception {
    JWTClaimsSet claims =
        SignedJWT.parse(signer.sign("alice@example.org", "imap://mail.example.org:143"))
            .getJWTClaimsSet();
    assertEquals("alice@example.org", claims.getSubject());
    assertEquals("latchkey.example.org", claims.getIssuer());
    assertEquals(List.of("imap://mail.example.org:143"), claims.getAudience());
    assertEquals(Date.from(NOW.plusSeconds(120)), claims.getExpirationTime());
  }

  @Test
  void whatIsPublishedHasNoPrivatePart() throws Exception {
    for (JWK each : JWKSet.parse(signer.jwkSet()).getKeys()) {
      assertFalse(each.isPrivate());
    }
    assertTrue(signer.publicKeyPem().startsWith("-----BEGIN PUBLIC KEY-----\n"));
  }

  @Test
  void onlyAPrivateKeySigns() {
    String set = signer.jwkSet();
    String published = set.substring(set.indexOf('[') + 1, set.lastIndexOf(']'));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenSigner(published, SETTINGS, () -> NOW));
    assertThrows(IllegalArgumentException.class, () -> new TokenSigner("{}", SETTINGS, () -> NOW));
  }
}
