// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.latchkey.core.account.AccountId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies what browsers answer on behalf of authenticators (WebAuthn §7.1 and §7.2), as the JSON
 * that {@code PublicKeyCredential.toJSON()} makes. Attestation isn't asked for. Safe for use by
 * many threads.
 */
final class PasskeyResponses {
  private static final Logger log = LoggerFactory.getLogger(PasskeyResponses.class);

  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      Passkey.ALGORITHMS.stream()
          .map(COSEAlgorithmIdentifier::create)
          .map(PasskeyResponses::algorithm)
          .toList();

  private final Supplier<RelyingParty> relyingParty;

  /** The library, which is loaded when the first passkey comes, and shared. */
  private static final class WebAuthn {
    private static final ObjectConverter CONVERTER = new ObjectConverter();
    static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    static final AttestedCredentialDataConverter CREDENTIALS =
        new AttestedCredentialDataConverter(CONVERTER);
  }

  PasskeyResponses(Supplier<RelyingParty> relyingParty) {
    this.relyingParty = relyingParty;
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier id) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, id);
  }

  /** The new passkey in a registration response; empty when it isn't an answer to the challenge. */
  Optional<Passkey> registered(byte[] challenge, String response, String label, Instant now) {
    try {
      RegistrationData data =
          WebAuthn.MANAGER.verifyRegistrationResponseJSON(
              response, new RegistrationParameters(server(challenge), ALGORITHMS, false, true));
      AuthenticatorData<?> authenticator =
          data.getAttestationObject() == null
              ? null
              : data.getAttestationObject().getAuthenticatorData();
      AttestedCredentialData credential =
          authenticator == null ? null : authenticator.getAttestedCredentialData();
      if (authenticator == null || credential == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Passkey(
              base64(credential.getCredentialId()),
              base64(WebAuthn.CREDENTIALS.convert(credential)),
              authenticator.getSignCount(),
              label,
              now));
    } catch (RuntimeException e) {
      return refused(e);
    }
  }

  /** Whose passkey an authentication response says it is; nothing of it is verified yet. */
  Optional<AccountId> claimedAccount(String response) {
    try {
      var handle = WebAuthn.MANAGER.parseAuthenticationResponseJSON(response).getUserHandle();
      if (handle == null || handle.length != 16) {
        return Optional.empty();
      }
      ByteBuffer octets = ByteBuffer.wrap(handle);
      return Optional.of(new AccountId(new UUID(octets.getLong(), octets.getLong())));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The passkey that an authentication response proves, with its new signature count; empty when it
   * proves none of these.
   *
   * @param userVerified whether the authenticator must have verified its user
   */
  Optional<Passkey> authenticated(
      byte[] challenge, String response, EnrolledFactors factors, boolean userVerified) {
    try {
      AuthenticationData data = WebAuthn.MANAGER.parseAuthenticationResponseJSON(response);
      Optional<Passkey> passkey =
          factors.passkeys().stream().filter(each -> isOf(each, data)).findFirst();
      if (passkey.isEmpty()) {
        return Optional.empty();
      }
      WebAuthn.MANAGER.verify(
          data,
          new AuthenticationParameters(
              server(challenge), record(passkey.get()), null, userVerified, true));
      AuthenticatorData<?> authenticator = data.getAuthenticatorData();
      long count = authenticator == null ? 0 : authenticator.getSignCount();
      return Optional.of(passkey.get().withSignatureCount(count));
    } catch (RuntimeException e) {
      return refused(e);
    }
  }

  private static boolean isOf(Passkey passkey, AuthenticationData data) {
    return Arrays.equals(
        Base64.getUrlDecoder().decode(passkey.credentialId()), data.getCredentialId());
  }

  private static Optional<Passkey> refused(RuntimeException e) {
    log.debug("event=passkey-refused reason={}", e.getClass().getSimpleName());
    return Optional.empty();
  }

  private CredentialRecordImpl record(Passkey passkey) {
    AttestedCredentialData credential =
        WebAuthn.CREDENTIALS.convert(Base64.getUrlDecoder().decode(passkey.credentialData()));
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        null,
        null,
        passkey.signatureCount(),
        credential,
        null,
        null,
        null,
        null);
  }

  private ServerProperty server(byte[] challenge) {
    RelyingParty party = relyingParty.get();
    return ServerProperty.builder()
        .origins(party.origins().stream().map(Origin::new).collect(Collectors.toSet()))
        .rpId(party.id())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private static String base64(byte[] octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
