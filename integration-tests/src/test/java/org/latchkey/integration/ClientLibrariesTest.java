// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** Every client library signs in with an app password, however typed, and with nothing else. */
@ExtendWith(SharedServer.class)
final class ClientLibrariesTest {
  private final TestServer server;
  private final Map<String, SignInClient> clients = new LinkedHashMap<>();

  ClientLibrariesTest(TestServer server) {
    this.server = server;
    MailClients.addTo(clients, server);
    LdapClients.addTo(clients, server);
    DavClients.addTo(clients, server);
  }

  private interface Rule {
    void holdsFor(SignInClient client) throws Exception;
  }

  private Stream<DynamicTest> forEveryClient(Rule rule) {
    return clients.entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> rule.holdsFor(each.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> theAppPasswordSignsInHoweverItIsTyped() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Laptop");
    String login = made.account().login();
    String plain = made.secret().replace("-", "");
    List<String> variants =
        List.of(
            made.secret(),
            plain,
            made.secret().replace('-', ' '),
            made.secret().toUpperCase(Locale.ROOT),
            plain.toUpperCase(Locale.ROOT),
            " " + made.secret() + " ");
    return forEveryClient(
        client -> {
          for (String typed : variants) {
            assertEquals(Optional.empty(), client.signIn(login, typed), typed);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everythingElseIsRefusedInTheSameWords() throws Exception {
    Map<String, Attempt> attempts = attempts();
    return forEveryClient(
        client -> {
          Map<String, Optional<String>> answers = new LinkedHashMap<>();
          for (Map.Entry<String, Attempt> each : attempts.entrySet()) {
            answers.put(each.getKey(), each.getValue().by(client));
          }
          List<Executable> checks = new ArrayList<>();
          Optional<String> first = answers.values().iterator().next();
          answers.forEach(
              (what, answer) -> {
                checks.add(() -> assertTrue(answer.isPresent(), what + " signed in"));
                checks.add(() -> assertEquals(first, answer, what));
              });
          assertAll(checks);
        });
  }

  /** One attempt that must fail, whatever the client's service. */
  private interface Attempt {
    Optional<String> by(SignInClient client) throws Exception;
  }

  private Map<String, Attempt> attempts() throws Exception {
    Admin admin = server.admin();
    TestAccount account = server.account();
    TestAppPassword good = admin.make(account, "Good");
    String login = account.login();
    Map<String, Attempt> attempts = new LinkedHashMap<>();
    attempts.put("wrong", client -> client.signIn(login, mistyped(good.secret())));
    attempts.put("unknown user", client -> client.signIn("nobody@example.org", good.secret()));
    attempts.put("primary password", client -> client.signIn(login, account.primaryPassword()));

    TestAppPassword others = admin.make(server.account(), "Other's");
    attempts.put("another account's", client -> client.signIn(login, others.secret()));

    Map<String, TestAppPassword> otherServices = new LinkedHashMap<>();
    for (String service : List.of("imap", "smtp", "carddav", "caldav", "ldap")) {
      String[] allBut =
          Arrays.stream(Admin.EVERY_SERVICE)
              .filter(each -> !each.equals(service))
              .toArray(String[]::new);
      otherServices.put(service, admin.make(account, "All but " + service, allBut));
    }
    attempts.put(
        "other services",
        client ->
            client.signIn(
                login,
                java.util.Objects.requireNonNull(otherServices.get(client.service())).secret()));

    TestAppPassword revoked = admin.make(account, "Revoked");
    admin.delete(revoked.dn());
    attempts.put("revoked", client -> client.signIn(login, revoked.secret()));

    TestAppPassword replaced = admin.make(account, "Replaced");
    admin.generate(replaced.dn());
    attempts.put("replaced", client -> client.signIn(login, replaced.secret()));

    TestAppPassword expired = admin.make(account, "Expired");
    admin.expire(expired.dn(), Instant.now().minusSeconds(3600));
    attempts.put("expired", client -> client.signIn(login, expired.secret()));

    TestAppPassword elsewhere = admin.make(account, "Elsewhere");
    admin.replace(elsewhere.dn(), "latchkeyNetwork", "192.0.2.0/24", "2001:db8::/32");
    attempts.put("wrong network", client -> client.signIn(login, elsewhere.secret()));

    TestAppPassword disabled = admin.make(server.account(), "Disabled");
    admin.replace(disabled.account().dn(), "latchkeyDisabled", "TRUE");
    attempts.put(
        "disabled account", client -> client.signIn(disabled.account().login(), disabled.secret()));
    return attempts;
  }

  /** A secret of the right length whose check letter is wrong. */
  static String mistyped(String secret) {
    char[] letters = secret.toCharArray();
    letters[0] = letters[0] == 'a' ? 'b' : 'a';
    return new String(letters);
  }

  @TestFactory
  Stream<DynamicTest> theRightNetworkSignsIn() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Here");
    server.admin().replace(made.dn(), "latchkeyNetwork", "192.0.2.0/24", "127.0.0.1/32");
    return forEveryClient(
        client ->
            assertEquals(Optional.empty(), client.signIn(made.account().login(), made.secret())));
  }
}
