// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.PrimaryPasswordSettings;
import org.latchkey.config.Settings;
import org.latchkey.config.TlsSettings;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Primary passwords that are guessed: what the answers tell, and whom they hold up. */
final class PrimaryPasswordGuessingTest {
  /** How long a refusal is held back. */
  private static final Duration DELAY = Duration.ofMillis(500);

  private static final int FLOOD = 200;

  @TempDir private static Path folder;

  private static TestServer server;
  private static PortalAtWork portal;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(folder.resolve("data"), settings());
    portal = new PortalAtWork(server);
  }

  @AfterAll
  static void stop() {
    portal.close();
    server.close();
  }

  /** With hashes that cost what they do in earnest. */
  private static Settings settings() {
    Settings usual = TestSettings.with(DELAY, TlsSettings.defaults());
    PrimaryPasswordSettings earnest = Settings.defaults().primaryPasswords();
    return usual.toBuilder().primaryPasswords(earnest).build();
  }

  private static PortalVisitor atTheDoor() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    return visitor;
  }

  private static String withoutWhatIsTheirOwn(Answer answer, String login) {
    return answer
        .text()
        .replace(login, "LOGIN")
        .replaceAll("name=\"csrf\" value=\"[^\"]*\"", "CSRF")
        .replaceAll(
            "&#34;challenge&#34;:&#34;[^&]*&#34;|\\\\?\"challenge\\\\?\":\\\\?\"[^\"]*\"",
            "CHALLENGE");
  }

  /**
   * Nobody learns by words, status or headers, and by time no sooner, whether there is an account.
   */
  @Test
  void unknownWrongAndDisabledAreRefusedAlike() throws Exception {
    TestAccount disabled = server.account();
    server.admin().replace(disabled.dn(), "latchkeyDisabled", "TRUE");
    TestAccount alice = server.account();
    TestAppPassword made = server.admin().make(alice, "Phone");
    Map<String, String> attempts = new LinkedHashMap<>();
    attempts.put("nobody@example.org", alice.primaryPassword());
    attempts.put(alice.login(), "wrong");
    attempts.put(alice.uid(), made.secret());
    attempts.put(disabled.login(), disabled.primaryPassword());
    attempts.put(disabled.uid(), "");
    String said = "";
    for (Map.Entry<String, String> each : attempts.entrySet()) {
      PortalVisitor visitor = atTheDoor();
      long start = System.nanoTime();
      Answer answer = PortalAtWork.givePassword(visitor, each.getKey(), each.getValue());
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      assertEquals(403, answer.status(), answer::toString);
      assertFalse(time.compareTo(DELAY) < 0, () -> each.getKey() + " after " + time);
      String words = withoutWhatIsTheirOwn(answer, each.getKey());
      assertEquals(said.isEmpty() ? words : said, words);
      said = words;
    }
  }

  @Test
  void floodOfSignInsHereHoldsNoMailUp() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Phone");
    String victim = server.account().login();
    CyclicBarrier together = new CyclicBarrier(FLOOD);
    List<Future<Answer>> flood = new ArrayList<>();
    try (HttpClient http = PortalAtWork.client(server);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < FLOOD; i++) {
        PortalVisitor visitor = portal.visitor(http);
        String guess = "guess " + i;
        visitor.get("/portal/sign-in");
        flood.add(
            threads.submit(
                () -> {
                  together.await();
                  return PortalAtWork.givePassword(visitor, victim, guess);
                }));
      }
      Poll.until("the first answer", () -> flood.stream().anyMatch(Future::isDone));
      try (LineClient client = LineClient.imapSession(server, made)) {
        assertTrue(client.imap("b", "NOOP").startsWith("b OK"));
      }
      assertTrue(flood.stream().anyMatch(each -> !each.isDone()), "the flood was over before");
      for (Future<Answer> each : flood) {
        int status = each.get().status();
        assertTrue(status == 403 || status == 503, () -> "answered by " + status);
      }
    }
  }
}
