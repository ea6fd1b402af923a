// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.TlsSettings;

/**
 * How long a refusal takes tells nothing of its reason. For every two reasons the area under the
 * ROC curve is taken of their answer times: how often one of the first took longer than one of the
 * second. One half means that they can't be told apart.
 */
final class RefusalTimingTest {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int OF_EACH = 60;
  private static final int WARM_UP = 15;
  private static final int MOST_TRIES = 3;
  private static final double LEAST = 0.35;

  @TempDir private static Path folder;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        TestServer.start(folder.resolve("data"), TestSettings.with(DELAY, TlsSettings.defaults()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Attempt(String name, String password) {}

  private static Map<String, Attempt> reasons() throws Exception {
    Admin admin = server.admin();
    TestAccount account = server.account();
    TestAppPassword revoked = admin.make(account, "Revoked");
    admin.delete(revoked.dn());
    TestAppPassword expired = admin.make(account, "Expired");
    admin.expire(expired.dn(), Instant.now().minusSeconds(3600));
    TestAppPassword otherService = admin.make(account, "Other", "ldap");
    TestAppPassword others = admin.make(server.account(), "Other's");
    String login = account.login();
    Map<String, Attempt> reasons = new LinkedHashMap<>();
    reasons.put("unknown user", new Attempt("nobody@example.org", others.secret()));
    reasons.put("wrong", new Attempt(login, others.secret()));
    reasons.put("primary password", new Attempt(login, account.primaryPassword()));
    reasons.put("revoked", new Attempt(login, revoked.secret()));
    reasons.put("expired", new Attempt(login, expired.secret()));
    reasons.put("other service", new Attempt(login, otherService.secret()));
    return reasons;
  }

  /** All reasons in turn, in another order each round, each over a connection of its own. */
  private static Map<String, List<Duration>> measure(Map<String, Attempt> reasons, int rounds)
      throws Exception {
    Map<String, List<Duration>> times = new LinkedHashMap<>();
    List<Map.Entry<String, Attempt>> order = new ArrayList<>(reasons.entrySet());
    Random random = new Random(7);
    for (int i = 0; i < rounds; i++) {
      Collections.shuffle(order, random);
      for (Map.Entry<String, Attempt> each : order) {
        Duration time = time(each.getValue());
        assertFalse(time.compareTo(DELAY) < 0, each.getKey() + " was answered after " + time);
        times.computeIfAbsent(each.getKey(), reason -> new ArrayList<>()).add(time);
      }
    }
    return times;
  }

  private static Duration time(Attempt attempt) throws Exception {
    try (LineClient client = LineClient.open(server.ports().imap())) {
      client.line();
      String command = "AUTHENTICATE PLAIN " + LineClient.plain(attempt.name(), attempt.password());
      long start = System.nanoTime();
      String answer = client.imap("a", command);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(answer.startsWith("a NO [AUTHENTICATIONFAILED]"), answer);
      return time;
    }
  }

  @Test
  void theReasonCannotBeToldByTheTime() throws Exception {
    Map<String, Attempt> reasons = reasons();
    measure(reasons, WARM_UP); // the first rounds are of code that isn't compiled yet
    List<String> told = List.of("nothing was measured");
    for (int i = 0; i < MOST_TRIES && !told.isEmpty(); i++) {
      told = toldApart(measure(reasons, OF_EACH));
    }
    assertTrue(told.isEmpty(), told.toString());
  }

  /** The pairs of reasons that can be told apart; prints all. */
  private static List<String> toldApart(Map<String, List<Duration>> times) {
    Report report = new Report("Refusals held back for " + DELAY.toMillis() + " ms");
    times.forEach((reason, all) -> all.forEach(time -> report.add(reason, time)));
    report.print();
    List<String> told = new ArrayList<>();
    StringBuilder pairs = new StringBuilder("  AUC:");
    List<Map.Entry<String, List<Duration>>> reasons = List.copyOf(times.entrySet());
    for (int i = 0; i < reasons.size(); i++) {
      for (int j = i + 1; j < reasons.size(); j++) {
        Map.Entry<String, List<Duration>> one = reasons.get(i);
        Map.Entry<String, List<Duration>> other = reasons.get(j);
        double auc = auc(one.getValue(), other.getValue());
        String pair = String.format(Locale.ROOT, " %s/%s %.2f;", one.getKey(), other.getKey(), auc);
        pairs.append(pair);
        if (auc < LEAST || auc > 1 - LEAST) {
          told.add(pair);
        }
      }
    }
    System.out.println(pairs);
    return told;
  }

  private static double auc(List<Duration> some, List<Duration> others) {
    double longer = 0;
    for (Duration one : some) {
      for (Duration other : others) {
        int order = one.compareTo(other);
        longer += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    return longer / some.size() / others.size();
  }
}
