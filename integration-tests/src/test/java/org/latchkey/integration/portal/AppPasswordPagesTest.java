// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** What the pages of app passwords say, and do with what is sent to them. */
final class AppPasswordPagesTest extends PortalUnderAttack {
  private static final String LIST = "/portal/app-passwords";
  private static final String REPLACES = "replaces what was shown before";
  private static final Pattern ONCE = Pattern.compile("name=\"once\" value=\"([^\"]+)\"");
  private static final Pattern GROUP = Pattern.compile("<span>([a-z]{5})</span>");

  private Person alice;
  private PortalVisitor visitor;

  AppPasswordPagesTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
    visitor = alice.visitor();
    visitor.get(LIST);
  }

  private static void assertSays(String words, Answer answer) {
    assertTrue(answer.text().contains(words), answer::toString);
  }

  /** What the form for a new one carries, so that it is known when it is sent again. */
  private String once() throws Exception {
    Matcher once = ONCE.matcher(visitor.get(LIST + "/new").text());
    assertTrue(once.find());
    return once.group(1);
  }

  private static Answer send(PortalVisitor by, String once, String label) throws Exception {
    return by.post(LIST, "once", once, "label", label, "preset", PortalAtWork.MAIL);
  }

  private static String secret(Answer made) {
    assertEquals(200, made.status(), made::toString);
    return GROUP.matcher(made.text()).results().map(each -> each.group(1)).collect(joining());
  }

  private boolean signsIn(String secret) throws Exception {
    try (ImapApp app = ImapApp.signIn(server, alice.account(), secret)) {
      return app.isSignedIn();
    }
  }

  private void assertCount(int count) throws Exception {
    assertSays(">" + count + " of 25<", visitor.get(LIST));
  }

  @Test
  void aFormThatIsSentAgainShowsAnotherSecretUntilThatIsUsed() throws Exception {
    String once = once();
    String unseen = secret(send(visitor, once, "Phone"));
    Answer again = send(visitor, once, "Phone");
    assertSays(REPLACES, again);
    assertCount(1);
    assertFalse(signsIn(unseen));
    assertTrue(signsIn(secret(again)));
    Answer third = send(visitor, once, "Phone");
    assertEquals(409, third.status(), third::toString);
    assertSays("This form has made “Phone” already", third);
    assertTrue(signsIn(secret(again)));
  }

  @Test
  void aFormThatIsSentTwiceAtOnceMakesOne() throws Exception {
    String once = once();
    PortalVisitor twin = visitor.twin();
    CyclicBarrier together = new CyclicBarrier(2);
    List<Future<Answer>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PortalVisitor each : List.of(visitor, twin)) {
        sent.add(
            threads.submit(
                () -> {
                  together.await();
                  return send(each, once, "Phone");
                }));
      }
    }
    int replaced = 0;
    for (Future<Answer> each : sent) {
      boolean last = each.get().text().contains(REPLACES);
      assertEquals(last, signsIn(secret(each.get())));
      replaced += last ? 1 : 0;
    }
    assertEquals(1, replaced);
    assertCount(1);
  }

  @Test
  void whoGoesBackAndChoosesSomethingElseMakesAnother() throws Exception {
    String once = once();
    secret(send(visitor, once, "Phone"));
    Answer other = send(visitor, once, "Tablet");
    assertFalse(other.text().contains(REPLACES), other::toString);
    assertCount(2);
    Answer fresh = send(visitor, once(), "Phone");
    assertEquals(422, fresh.status(), fresh::toString);
    assertSays("You have one of this name already.", fresh);
  }

  @Test
  void aFormWhoseAppPasswordIsRevokedMakesNoOther() throws Exception {
    String once = once();
    secret(send(visitor, once, "Phone"));
    visitor.post(LIST + "/revoke-all");
    assertEquals(409, send(visitor, once, "Phone").status());
    assertCount(0);
  }

  private void expire(TestAppPassword made) throws Exception {
    server.admin().expire(made.dn(), Instant.parse("2026-11-01T00:00:00Z"));
  }

  @Test
  void anExpiredOneIsSaidToBeAndDoesNotCount() throws Exception {
    server.admin().make(alice.account(), "Phone");
    TestAppPassword old = server.admin().make(alice.account(), "Old");
    expire(old);
    assertCount(1);
    Answer list = visitor.get(LIST);
    assertSays("Expired 1 Nov 2026, 00:00 UTC", list);
    assertFalse(list.text().contains("Until "), list::toString);
  }

  @Test
  void whoHasNoPlaceForOneMoreIsToldBeforeTheForm() throws Exception {
    TestAppPassword last = null;
    for (int i = 0; i < 25; i++) {
      last = server.admin().make(alice.account(), "app " + i);
    }
    Answer full = visitor.get(LIST + "/new");
    assertEquals(303, full.status(), full::toString);
    assertEquals(LIST, full.header("Location"));
    assertSays("You have as many as you may: revoke one first.", visitor.get(LIST));
    expire(Objects.requireNonNull(last));
    assertCount(24);
    assertEquals(200, visitor.get(LIST + "/new").status());
  }

  @Test
  void whereThereIsNoneNothingIsRevoked() throws Exception {
    Answer ask = visitor.get(LIST + "/revoke-all");
    assertEquals(303, ask.status(), ask::toString);
    assertEquals(LIST, ask.header("Location"));
    assertEquals(303, visitor.post(LIST + "/revoke-all").status());
    assertSays("You have none: nothing was revoked.", visitor.get(LIST));
  }

  @Test
  void theFormSaysWhoseDayTheLastOneIs() throws Exception {
    Answer form = visitor.get(LIST + "/new");
    assertSays("Until the end of that day in UTC.", form);
    assertSays("aria-describedby=\"expires-hint\"", form);
    assertSays("Ends after so many days without use", form);
  }
}
