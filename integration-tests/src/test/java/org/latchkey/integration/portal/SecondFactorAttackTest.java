// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Second factors that are guessed, repeated, taken away or passed round. */
final class SecondFactorAttackTest extends PortalUnderAttack {
  /** How many wrong codes are looked at before the first wait. */
  private static final int A_HANDFUL = 5;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);

  private static final int GUESSES = 10_000;
  private static final int BROWSERS = 8;

  private Person alice;

  SecondFactorAttackTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
  }

  @Test
  void codeIsGoodOnce() throws Exception {
    PortalVisitor first = portal.halfWay(alice.account());
    PortalVisitor second = portal.halfWay(alice.account());
    String code = alice.app().next();
    assertEquals(303, first.post("/portal/second-factor", "code", code).status());
    Answer again = second.post("/portal/second-factor", "code", code);
    assertEquals(403, again.status(), again::toString);
    assertEquals(1, audit.count("second-factor-refused", "detail=\"totp\""));
    assertFalse(PortalAtWork.isSignedIn(second));
  }

  @Test
  void codeIsGoodOnceInTwoSessionsAtOnce() throws Exception {
    PortalVisitor first = portal.halfWay(alice.account());
    PortalVisitor second = portal.halfWay(alice.account());
    assertEquals(
        List.of(303, 403), bothAtOnce(first, second, "/portal/second-factor", alice.app().next()));
    assertEquals(1, audit.count("signed-in", "detail=\"totp\""));
    assertEquals(1, audit.count("second-factor-refused", "detail=\"totp\""));
  }

  private static List<Integer> bothAtOnce(
      PortalVisitor first, PortalVisitor second, String path, String code) throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PortalVisitor each : List.of(first, second)) {
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  return each.post(path, "code", code).status();
                }));
      }
    }
    return List.of(answers.get(0).get(), answers.get(1).get()).stream().sorted().toList();
  }

  /** What somebody guesses. */
  private interface Guess {
    String number(int i) throws Exception;
  }

  /**
   * Guesses from several browsers, each over a connection of its own, all half signed in. Of these
   * a handful is looked at, and one more whenever a wait is over before they are all through.
   *
   * @param how what the audit says of such a guess
   */
  private void assertAHandfulCounts(String path, String how, int count, Guess guess)
      throws Exception {
    long start = System.nanoTime();
    guess(path, count, guess);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    int most = A_HANDFUL;
    for (Duration wait = FIRST_WAIT, all = wait;
        all.compareTo(took) <= 0;
        wait = wait.multipliedBy(2), all = all.plus(wait)) {
      most++;
    }
    int counted = audit.count("second-factor-refused", how);
    assertTrue(counted >= A_HANDFUL && counted <= most, counted + " counted in " + took);
    // Repeats of it are summed up, past the first ones.
    int throttled = audit.count("second-factor-throttled", how);
    assertTrue(throttled > 0 && throttled <= count - counted, throttled + " throttled");
  }

  private void guess(String path, int count, Guess guess) throws Exception {
    List<HttpClient> clients = new ArrayList<>();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < BROWSERS; i++) {
        HttpClient client = PortalAtWork.client(portal.server());
        clients.add(client);
        PortalVisitor half = portal.halfWay(alice.account());
        PortalVisitor visitor = portal.visitor(client);
        visitor.cookie(half.cookie());
        visitor.token(half.token());
        int first = i;
        all.add(threads.submit(() -> guessEvery(visitor, path, first, count, guess)));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
    clients.forEach(HttpClient::close);
  }

  private static Void guessEvery(
      PortalVisitor visitor, String path, int first, int count, Guess guess) throws Exception {
    for (int i = first; i < count; i += BROWSERS) {
      Answer answer = visitor.post(path, "code", guess.number(i));
      assertTrue(answer.status() == 403 || answer.status() == 429, answer::toString);
      if (answer.status() == 429) {
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
      }
    }
    return null;
  }

  @Test
  void ofTenThousandCodesAHandfulIsLookedAt() throws Exception {
    assertAHandfulCounts("/portal/second-factor", "detail=\"totp\"", GUESSES, alice.app()::wrong);
    PortalVisitor half = portal.halfWay(alice.account());
    Answer right = half.post("/portal/second-factor", "code", alice.app().next());
    assertEquals(429, right.status(), right::toString);
    Answer recovery = half.post("/portal/recovery", "code", alice.recoveryCodes().getFirst());
    assertEquals(429, recovery.status(), recovery::toString);
    assertFalse(PortalAtWork.isSignedIn(half));
    assertTrue(PortalAtWork.isSignedIn(alice.visitor()));
  }

  @Test
  void recoveryCodesCantBeGuessedEither() throws Exception {
    assertAHandfulCounts(
        "/portal/recovery", "detail=\"recovery-code\"", 500, i -> "0000-0000-%04d".formatted(i));
    PortalVisitor half = portal.halfWay(alice.account());
    Answer right = half.post("/portal/recovery", "code", alice.recoveryCodes().getFirst());
    assertEquals(429, right.status(), right::toString);
  }

  @Test
  void recoveryCodeIsGoodOnceInTwoSessionsAtOnce() throws Exception {
    String code = alice.recoveryCodes().getFirst();
    PortalVisitor first = portal.halfWay(alice.account());
    PortalVisitor second = portal.halfWay(alice.account());
    assertEquals(List.of(303, 403), bothAtOnce(first, second, "/portal/recovery", code));
    Answer third = portal.halfWay(alice.account()).post("/portal/recovery", "code", code);
    assertEquals(403, third.status(), third::toString);
  }

  @Test
  void codeOfAnotherAccountIsWrong() throws Exception {
    Person mallory = portal.enrolled();
    PortalVisitor half = portal.halfWay(alice.account());
    assertEquals(403, half.post("/portal/second-factor", "code", mallory.app().next()).status());
    assertEquals(
        403, half.post("/portal/recovery", "code", mallory.recoveryCodes().getFirst()).status());
  }

  @Test
  void madeUpPasskeyIsRefused() throws Exception {
    PortalVisitor half = portal.halfWay(alice.account());
    Answer second = half.post("/portal/second-factor/passkey", "response", "{\"id\":\"x\"}");
    assertEquals(403, second.status(), second::toString);
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    for (String response : List.of("", "{", "[]", "null", "{\"id\":1}", "\0")) {
      Answer only = visitor.post("/portal/sign-in/passkey", "response", response);
      assertEquals(403, only.status(), only::toString);
    }
    assertEquals(6, audit.count("sign-in-refused", "detail=\"passkey\""));
    alice.visitor().get("/portal/factors/passkeys/new");
    Answer enrolled =
        alice.visitor().post("/portal/factors/passkeys", "response", "{}", "label", "Key");
    assertEquals(403, enrolled.status(), enrolled::toString);
  }

  @Test
  void lastSecondFactorStays() throws Exception {
    alice.visitor().get("/portal/factors");
    Answer answer = alice.visitor().post("/portal/factors/app/remove");
    assertEquals(422, answer.status(), answer::toString);
    assertTrue(
        answer.text().contains("<p>Your only second factor can’t be removed"), answer::toString);
    alice.visitor().get("/portal/factors");
    assertTrue(alice.visitor().get("/portal/factors").text().contains("is set up."));
  }

  /** Whoever has the lost phone has its sessions: they must not come back with the next factor. */
  @Test
  void secondFactorsTakenAwayOverLdapEndTheSessions() throws Exception {
    PortalVisitor other = portal.signIn(alice);
    portal
        .server()
        .admin()
        .connection()
        .modify(alice.account().dn(), new Modification(ModificationType.DELETE, "latchkeyTotp"));
    for (PortalVisitor each : List.of(alice.visitor().twin(), other.twin())) {
      assertEquals("/portal/sign-in", each.get("/portal/enrol").header("Location"));
    }
    PortalAtWork.enrol(alice.account(), portal.halfWay(alice.account()));
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
    assertFalse(PortalAtWork.isSignedIn(other));
  }

  @Test
  void disabledAccountsSessionEndsAtOnce() throws Exception {
    PortalVisitor half = portal.halfWay(alice.account());
    portal.server().admin().replace(alice.account().dn(), "latchkeyDisabled", "TRUE");
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
    Answer code = half.post("/portal/second-factor", "code", alice.app().next());
    assertFalse(PortalAtWork.isSignedIn(half), code::toString);
    portal.server().admin().replace(alice.account().dn(), "latchkeyDisabled", "FALSE");
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
  }

  @Test
  void deletedAccountsSessionEndsAtOnce() throws Exception {
    portal.server().admin().delete(alice.account().dn());
    assertFalse(PortalAtWork.isSignedIn(alice.visitor()));
  }
}
