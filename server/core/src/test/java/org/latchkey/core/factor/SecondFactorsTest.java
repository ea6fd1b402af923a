// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.BOB;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.SecondFactorNeededException;
import org.latchkey.core.password.SecondFactorProof;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.password.Secret;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

final class SecondFactorsTest {
  private Instant now = Example.NOW;
  private long nanos;
  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final FactorParts parts =
      new FactorParts(
          store,
          Example.PEPPERS,
          new SealedSecrets(Example.PEPPERS, new SecureRandom()),
          () -> new RelyingParty("localhost", "Latchkey", Set.of("https://localhost:1443")),
          new AppPasswordRules(25),
          new SecureRandom(),
          () -> now,
          () -> nanos);
  private final SecondFactors factors = new SecondFactors(parts);
  private final SecondFactorCheck check = new SecondFactorCheck(parts);
  private final Secret secret = factors.newTotpSecret();

  @BeforeEach
  void aliceHasAnAccount() {
    store.hold(Example.alice(1));
  }

  private String code() {
    return codeOf(secret, now.getEpochSecond() / 30);
  }

  private static String codeOf(Secret secret, long step) {
    try {
      return new HmacOneTimePasswordGenerator(6)
          .generateOneTimePasswordString(new SecretKeySpec(secret.octets(), "HmacSHA1"), step);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private FreshSecondFactor enrolled() {
    FreshSecondFactor proof =
        factors.enrolTotp(ALICE, Optional.empty(), secret, code()).orElseThrow();
    now = now.plus(Totp.STEP);
    return proof;
  }

  private EnrolledFactors stored() {
    return store.find(ALICE).orElseThrow().factors();
  }

  @Test
  void theFirstFactorNeedsTheCodeOfItsSecret() {
    assertTrue(factors.enrolTotp(ALICE, Optional.empty(), secret, "000000x").isEmpty());
    assertFalse(stored().any());
    enrolled();
    assertTrue(stored().totp().isPresent());
    assertInstanceOf(FactorOutcome.Given.class, check.giveTotp(ALICE, code()));
  }

  @Test
  void onlyOneIsOneOfAnyKindAndRecoveryCodesDontCount() {
    assertFalse(EnrolledFactors.NONE.isOnlyOne());
    FreshSecondFactor proof = enrolled();
    factors.makeRecoveryCodes(proof, ALICE);
    assertTrue(stored().isOnlyOne());
    Passkey key = new Passkey("id", "data", 0, "Key", now);
    assertFalse(stored().with(key).isOnlyOne());
    assertTrue(stored().with(key).withTotp(Optional.empty()).isOnlyOne());
  }

  @Test
  void aCodeIsGoodOnce() {
    String first = code();
    enrolled();
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, first));
    String second = code();
    assertInstanceOf(FactorOutcome.Given.class, check.giveTotp(ALICE, second));
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, second));
  }

  @Test
  void ofOneCodeGivenManyTimesAtOnceOneCounts() throws Exception {
    enrolled();
    String code = code();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<FactorOutcome>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(threads.submit(() -> check.giveTotp(ALICE, code)));
      }
      int given = 0;
      for (Future<FactorOutcome> each : all) {
        given += each.get() instanceof FactorOutcome.Given ? 1 : 0;
      }
      assertEquals(1, given);
    }
  }

  @Test
  void anotherFactorNeedsOneThatWasGivenJustNow() {
    FreshSecondFactor proof = enrolled();
    Secret other = factors.newTotpSecret();
    String code = codeOf(other, now.getEpochSecond() / 30);
    assertThrows(
        SecondFactorNeededException.class,
        () -> factors.enrolTotp(ALICE, Optional.empty(), other, code));
    FreshSecondFactor bobs = new FreshSecondFactor(BOB, "uid=bob", nanos);
    assertThrows(
        SecondFactorNeededException.class,
        () -> factors.enrolTotp(ALICE, Optional.of(bobs), other, code));
    nanos = SecondFactorProof.FRESH.toNanos() + 1;
    assertThrows(
        SecondFactorNeededException.class,
        () -> factors.enrolTotp(ALICE, Optional.of(proof), other, code));
    nanos = 0;
    assertTrue(factors.enrolTotp(ALICE, Optional.of(proof), other, code).isPresent());
  }

  @Test
  void whereOneCannotBeReadNobodyEnrolsAnotherWithoutProof() {
    EnrolledFactors unreadable = new EnrolledFactors(Optional.empty(), List.of(), List.of(), 1);
    assertTrue(store.replaceFactors(ALICE, EnrolledFactors.NONE, unreadable, "cn=test"));
    assertThrows(
        SecondFactorNeededException.class,
        () -> factors.enrolTotp(ALICE, Optional.empty(), secret, code()));
    factors.reset(new AdminAuthority("cn=admin"), ALICE);
    assertTrue(factors.enrolTotp(ALICE, Optional.empty(), secret, code()).isPresent());
  }

  @Test
  void tenThousandGuessesAreLookedAtFiveTimes() throws Exception {
    enrolled();
    String right = code();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<FactorOutcome>> all = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        String guess = "%06d".formatted(i);
        if (!guess.equals(right)) {
          all.add(threads.submit(() -> check.giveTotp(ALICE, guess)));
        }
      }
      int lookedAt = 0;
      for (Future<FactorOutcome> each : all) {
        FactorOutcome outcome = each.get();
        assertFalse(outcome instanceof FactorOutcome.Given);
        lookedAt += outcome instanceof FactorOutcome.Wrong ? 1 : 0;
      }
      assertEquals(5, lookedAt);
    }
    assertInstanceOf(FactorOutcome.Throttled.class, check.giveTotp(ALICE, right));
  }

  @Test
  void afterTheWaitARightCodeIsTakenAndTheWrongOnesAreForgotten() {
    enrolled();
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, "no code"));
    }
    FactorOutcome.Throttled throttled =
        assertInstanceOf(FactorOutcome.Throttled.class, check.giveTotp(ALICE, code()));
    assertEquals(Duration.ofSeconds(30), throttled.retryAfter());
    nanos += throttled.retryAfter().toNanos();
    assertInstanceOf(FactorOutcome.Given.class, check.giveTotp(ALICE, code()));
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, "no code"));
  }

  @Test
  void theWaitDoublesUpToAQuarterOfAnHour() {
    enrolled();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      if (check.giveTotp(ALICE, "no code") instanceof FactorOutcome.Throttled late) {
        assertTrue(late.retryAfter().compareTo(longest) >= 0);
        longest = late.retryAfter();
        nanos += longest.toNanos();
      }
    }
    assertEquals(Duration.ofMinutes(15), longest);
  }

  @Test
  void eachRecoveryCodeIsGoodOnce() {
    List<String> codes = factors.makeRecoveryCodes(enrolled(), ALICE);
    assertEquals(10, Set.copyOf(codes).size());
    String typed = " " + codes.getFirst().toUpperCase(java.util.Locale.ROOT).replace("-", " ");
    assertInstanceOf(FactorOutcome.Given.class, check.giveRecoveryCode(ALICE, typed));
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveRecoveryCode(ALICE, codes.getFirst()));
    assertEquals(9, stored().recoveryCodes().size());
    stored().recoveryCodes().forEach(hash -> assertFalse(hash.stored().contains(codes.get(1))));
  }

  @Test
  void newRecoveryCodesReplaceTheOldOnes() {
    FreshSecondFactor proof = enrolled();
    List<String> old = factors.makeRecoveryCodes(proof, ALICE);
    List<String> now = factors.makeRecoveryCodes(proof, ALICE);
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveRecoveryCode(ALICE, old.get(3)));
    assertInstanceOf(FactorOutcome.Given.class, check.giveRecoveryCode(ALICE, now.get(3)));
  }

  @Test
  void theLastFactorStays() {
    FreshSecondFactor proof = enrolled();
    assertThrows(DirectoryRefusalException.class, () -> factors.removeTotp(proof, ALICE));
    assertTrue(stored().any());
  }

  @Test
  void anAdminTakesThemAllAway() {
    factors.makeRecoveryCodes(enrolled(), ALICE);
    factors.reset(new AdminAuthority("cn=admin"), ALICE);
    assertEquals(EnrolledFactors.NONE, stored());
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, code()));
  }

  @Test
  void aDisabledAccountHasNoRightCode() {
    enrolled();
    store.disable(ALICE);
    assertInstanceOf(FactorOutcome.Wrong.class, check.giveTotp(ALICE, code()));
  }

  @Test
  void whatIsNoAnswerOfAnAuthenticatorProvesNothing() {
    FreshSecondFactor proof = enrolled();
    for (String response :
        List.of("", "{}", "null", "[]", "{\"id\":\"AA\"}", "\0", "{\"type\":1}")) {
      assertTrue(check.claimedAccount(response).isEmpty(), response);
      assertInstanceOf(
          FactorOutcome.Wrong.class, check.givePasskey(ALICE, new byte[32], response, true));
      assertTrue(
          factors.enrolPasskey(ALICE, Optional.of(proof), new byte[32], response, "x").isEmpty());
    }
  }
}
