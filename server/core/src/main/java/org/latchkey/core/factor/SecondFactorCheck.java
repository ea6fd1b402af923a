// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.factor.FactorOutcome.Given;
import org.latchkey.core.factor.FactorOutcome.Throttled;
import org.latchkey.core.factor.FactorOutcome.Wrong;
import org.latchkey.core.password.Secret;

/**
 * Checks a second factor that somebody gives, and uses up what is good once. Every call blocks, and
 * throws {@link DirectoryUnavailableException} when the directory can't be asked. An account that
 * is disabled has none that is right.
 */
public final class SecondFactorCheck {
  private final FactorParts parts;
  private final CodeGuesses guesses;
  private final PasskeyResponses passkeys;

  public SecondFactorCheck(FactorParts parts) {
    this.parts = parts;
    guesses = new CodeGuesses(parts.ticker());
    passkeys = new PasskeyResponses(parts.relyingParty());
  }

  /** Gives a code of an authenticator app, from a browser that isn't known. */
  public FactorOutcome giveTotp(AccountId account, String code) {
    return giveTotp(account, code, false);
  }

  /**
   * Gives a code of an authenticator app.
   *
   * @param known whether from a browser that the account was signed in to from
   */
  public FactorOutcome giveTotp(AccountId account, String code, boolean known) {
    return give(new CodeGuesses.Lane(account, known), found -> afterTotp(found, code));
  }

  private Optional<EnrolledFactors> afterTotp(Account account, String code) {
    Optional<EnrolledTotp> totp = account.factors().totp();
    Optional<Secret> opened =
        totp.flatMap(enrolled -> parts.seals().open(account.id(), enrolled.secret()));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Secret secret = opened.get()) {
      EnrolledTotp enrolled = totp.orElseThrow();
      OptionalLong step = Totp.step(secret, code, parts.clock().instant(), enrolled.lastStep());
      return step.isEmpty()
          ? Optional.empty()
          : Optional.of(
              account
                  .factors()
                  .withTotp(Optional.of(new EnrolledTotp(enrolled.secret(), step.getAsLong()))));
    }
  }

  /** Gives a recovery code, which is used up by it, from a browser that isn't known. */
  public FactorOutcome giveRecoveryCode(AccountId account, String typed) {
    return giveRecoveryCode(account, typed, false);
  }

  /** The same, from a browser that is {@code known} for the account, or isn't. */
  public FactorOutcome giveRecoveryCode(AccountId account, String typed, boolean known) {
    return give(new CodeGuesses.Lane(account, known), found -> afterRecoveryCode(found, typed));
  }

  private Optional<EnrolledFactors> afterRecoveryCode(Account account, String typed) {
    List<RecoveryCodeHash> left = new ArrayList<>();
    for (RecoveryCodeHash each : account.factors().recoveryCodes()) {
      if (!RecoveryCodes.matches(parts.peppers(), account.id(), typed, each)) {
        left.add(each);
      }
    }
    return left.size() == account.factors().recoveryCodes().size()
        ? Optional.empty()
        : Optional.of(account.factors().withRecoveryCodes(left));
  }

  /** Gives something that can be guessed; what it leaves of the factors is written down. */
  private FactorOutcome give(
      CodeGuesses.Lane lane, Function<Account, Optional<EnrolledFactors>> taken) {
    Optional<Duration> wait = guesses.begin(lane);
    if (wait.isPresent()) {
      return new Throttled(wait.get());
    }
    FactorOutcome outcome = take(lane.account(), taken);
    if (outcome instanceof Given) {
      guesses.right(lane);
    }
    return outcome;
  }

  private FactorOutcome take(
      AccountId account, Function<Account, Optional<EnrolledFactors>> taken) {
    return parts
        .change(
            account,
            Optional.empty(),
            found -> found.disabled() ? Optional.empty() : taken.apply(found))
        .<FactorOutcome>map(Given::new)
        .orElseGet(Wrong::new);
  }

  /** Whose passkey a response says it is, where nobody has said who they are yet. */
  public Optional<AccountId> claimedAccount(String response) {
    return passkeys.claimedAccount(response);
  }

  /**
   * Gives a passkey.
   *
   * @param challenge what the browser was given
   * @param response its JSON ({@code PublicKeyCredential.toJSON()})
   * @param userVerified whether the authenticator must have verified its user, as it must when
   *     nothing else is asked for
   */
  public FactorOutcome givePasskey(
      AccountId account, byte[] challenge, String response, boolean userVerified) {
    return take(
        account,
        found ->
            passkeys
                .authenticated(challenge, response, found.factors(), userVerified)
                .map(used -> found.factors().with(used)));
  }
}
