// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.SecondFactorNeededException;
import org.latchkey.core.password.SecondFactorProof;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.password.Secret;

/**
 * The life of second factors: how they are enrolled and removed. Every call blocks until the
 * directory has the change on disk. An account that has none may enrol its first; from then on
 * every change to them needs one, given just now, or an admin.
 *
 * <p>All may throw {@link DirectoryUnavailableException}; those that change something also {@link
 * DirectoryRefusalException} and {@link SecondFactorNeededException}.
 */
public final class SecondFactors {
  private final FactorParts parts;
  private final PasskeyResponses passkeys;

  public SecondFactors(FactorParts parts) {
    this.parts = parts;
    passkeys = new PasskeyResponses(parts.relyingParty());
  }

  /** A fresh secret for {@link #enrolTotp}; the caller closes it. */
  public Secret newTotpSecret() {
    return Totp.newSecret(parts.random());
  }

  /**
   * Enrols an authenticator app, in place of another, once a code shows that it has the secret.
   *
   * @param proof needed when the account has a second factor
   * @return the proof that it has just been given; empty when the code isn't the secret's
   */
  public Optional<FreshSecondFactor> enrolTotp(
      AccountId account, Optional<? extends SecondFactorProof> proof, Secret secret, String code) {
    OptionalLong step = Totp.step(secret, code, parts.clock().instant(), 0);
    if (step.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        change(
            account,
            proof,
            factors ->
                factors.withTotp(
                    Optional.of(
                        new EnrolledTotp(parts.seals().seal(account, secret), step.getAsLong())))));
  }

  /**
   * Enrols a passkey.
   *
   * @param proof needed when the account has a second factor
   * @param challenge what the browser was given
   * @param response its JSON ({@code PublicKeyCredential.toJSON()})
   * @return the proof that it has just been given; empty when that is no answer to the challenge
   */
  public Optional<FreshSecondFactor> enrolPasskey(
      AccountId account,
      Optional<? extends SecondFactorProof> proof,
      byte[] challenge,
      String response,
      String label) {
    parts.labels().refuseLabel(label).ifPresent(why -> refuse(Kind.INVALID, why));
    Optional<Passkey> passkey =
        passkeys.registered(challenge, response, label, parts.clock().instant());
    return passkey.map(made -> change(account, proof, factors -> added(factors, made)));
  }

  private static EnrolledFactors added(EnrolledFactors factors, Passkey made) {
    if (factors.passkeys().size() >= Passkey.MOST) {
      refuse(Kind.LIMIT_REACHED, "an account has at most " + Passkey.MOST + " passkeys");
    }
    return factors.with(made);
  }

  /** Makes new recovery codes in place of the old, to be shown once. */
  public List<String> makeRecoveryCodes(SecondFactorProof proof, AccountId account) {
    List<String> codes = new ArrayList<>();
    List<RecoveryCodeHash> hashes = new ArrayList<>();
    for (int i = 0; i < RecoveryCodes.COUNT; i++) {
      String code = RecoveryCodes.generate(parts.random());
      codes.add(code);
      hashes.add(RecoveryCodes.hash(parts.peppers(), account, code));
    }
    change(account, Optional.of(proof), factors -> factors.withRecoveryCodes(hashes));
    return codes;
  }

  /** Removes the authenticator app, unless it is the only second factor. */
  public void removeTotp(SecondFactorProof proof, AccountId account) {
    change(
        account,
        Optional.of(proof),
        factors -> {
          if (factors.totp().isPresent()) {
            requireAnother(factors);
          }
          return factors.withTotp(Optional.empty());
        });
  }

  /** Removes a passkey, unless it is the only second factor. */
  public void removePasskey(SecondFactorProof proof, AccountId account, String credentialId) {
    change(
        account,
        Optional.of(proof),
        factors -> {
          if (factors.passkey(credentialId).isEmpty()) {
            refuse(Kind.NOT_FOUND, "the account has no such passkey");
          }
          requireAnother(factors);
          return factors.without(credentialId);
        });
  }

  private static void requireAnother(EnrolledFactors factors) {
    if (factors.isOnlyOne()) {
      refuse(Kind.INVALID, "the last second factor stays: add another one first");
    }
  }

  /** Takes an account's second factors away, for a person who has lost them all. */
  public void reset(AdminAuthority admin, AccountId account) {
    change(account, Optional.of(admin), factors -> EnrolledFactors.NONE);
  }

  private FreshSecondFactor change(
      AccountId account,
      Optional<? extends SecondFactorProof> proof,
      Function<EnrolledFactors, EnrolledFactors> changed) {
    Function<Account, Optional<EnrolledFactors>> allowed =
        present -> {
          if (proof.isPresent()) {
            proof.get().require(account, parts.ticker().read());
          } else if (present.factors().any()) {
            throw new SecondFactorNeededException();
          }
          return Optional.of(changed.apply(present.factors()));
        };
    return parts
        .change(account, proof.map(SecondFactorProof::by), allowed)
        .orElseThrow(() -> new DirectoryRefusalException(Kind.NOT_FOUND, "no such account"));
  }

  private static void refuse(Kind kind, String why) {
    throw new DirectoryRefusalException(kind, why);
  }
}
