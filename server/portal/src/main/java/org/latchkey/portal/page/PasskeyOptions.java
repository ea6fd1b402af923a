// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RelyingParty;
import org.latchkey.portal.session.PortalSession;

/**
 * What a browser is asked for about passkeys, as the JSON that {@code
 * PublicKeyCredential.parseCreationOptionsFromJSON} and {@code parseRequestOptionsFromJSON} read
 * (WebAuthn Level 3 §5.1.8). The challenge in it is one of the session's, and good once.
 */
final class PasskeyOptions {
  private static final long TIMEOUT_MILLIS = 120_000;

  private final Supplier<RelyingParty> relyingParty;
  private final SecureRandom random;

  PasskeyOptions(Supplier<RelyingParty> relyingParty, SecureRandom random) {
    this.relyingParty = relyingParty;
    this.random = random;
  }

  /** To make a passkey for an account. */
  String creation(PortalSession session, Account account) {
    JsonArray algorithms = new JsonArray();
    Passkey.ALGORITHMS.forEach(
        alg -> algorithms.add(new JsonObject().put("type", "public-key").put("alg", alg)));
    String name = Views.name(account);
    return new JsonObject()
        .put(
            "rp",
            new JsonObject()
                .put("id", relyingParty.get().id())
                .put("name", relyingParty.get().name()))
        .put(
            "user",
            new JsonObject()
                .put("id", base64(account.id().octets()))
                .put("name", name)
                .put("displayName", account.attribute("displayName").orElse(name)))
        .put("challenge", challenge(session))
        .put("pubKeyCredParams", algorithms)
        .put("timeout", TIMEOUT_MILLIS)
        .put("excludeCredentials", credentials(account))
        .put(
            "authenticatorSelection",
            new JsonObject()
                .put("residentKey", "required") // or it could not sign in alone
                .put("requireResidentKey", true) // Level 1's name for it
                .put("userVerification", "preferred"))
        .put("attestation", "none")
        .encode();
  }

  /** To give a passkey of an account. */
  String request(PortalSession session, Account account) {
    return request(session, credentials(account), "preferred");
  }

  /** To give any passkey, as the only step: its user is to be verified. */
  String request(PortalSession session) {
    return request(session, new JsonArray(), "required");
  }

  private String request(PortalSession session, JsonArray allowed, String userVerification) {
    return new JsonObject()
        .put("challenge", challenge(session))
        .put("rpId", relyingParty.get().id())
        .put("timeout", TIMEOUT_MILLIS)
        .put("allowCredentials", allowed)
        .put("userVerification", userVerification)
        .encode();
  }

  private static JsonArray credentials(Account account) {
    JsonArray all = new JsonArray();
    for (Passkey each : account.factors().passkeys()) {
      all.add(new JsonObject().put("type", "public-key").put("id", each.credentialId()));
    }
    return all;
  }

  private String challenge(PortalSession session) {
    return base64(session.challenge(random));
  }

  /**
   * The challenge that a browser's answer says it is to, where it is one of the session's ({@link
   * PortalSession#takeChallenge}).
   *
   * @param response its JSON ({@code PublicKeyCredential.toJSON()}); nothing of it is verified yet
   */
  static Optional<byte[]> answered(PortalSession session, String response) {
    try {
      String clientData =
          new JsonObject(response).getJsonObject("response").getString("clientDataJSON");
      Buffer json = Buffer.buffer(Base64.getUrlDecoder().decode(clientData));
      byte[] challenge = Base64.getUrlDecoder().decode(new JsonObject(json).getString("challenge"));
      return session.takeChallenge(challenge) ? Optional.of(challenge) : Optional.empty();
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
