// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SecondFactorNeededException;
import org.latchkey.core.password.SecondFactorProof;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.testing.Example;
import org.latchkey.core.upstream.AccountUpstreams;
import org.latchkey.portal.session.KnownBrowsers;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.session.Standing;

final class GateTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private static final AccountId ALICE = new AccountId(new UUID(0, 1));
  private static final String DN = "uid=alice,ou=people,dc=example,dc=org";

  private final List<String> told = new ArrayList<>();
  private final PortalSessions sessions =
      new PortalSessions(PortalSettings.defaults(), new SecureRandom(), System::nanoTime);
  private boolean admin;
  private boolean down;
  private final Gate gate =
      new Gate(
          new Gate.Known(
              sessions,
              new KnownBrowsers(Example.PEPPERS, new SecureRandom(), InstantSource.system())),
          store(),
          event -> {
            if (event instanceof AuditEvent.PortalEvent portal) {
              told.add(portal.detail());
            }
          },
          new Gate.Ways("/sign-in", "/second-factor", "/enrol"),
          new Words());

  /** Error pages that say no more than their status. */
  private static final class Words implements ErrorPages {
    @Override
    public Reply reply(Visit visit, int status, String messageKey) {
      return Reply.page(status, messageKey);
    }

    @Override
    public Reply plain(int status) {
      return Reply.page(status, "plain");
    }

    @Override
    public void announce(Visit visit, String messageKey) {
      visit.session().flash(messageKey);
    }

    @Override
    public Reply askAgain(Visit visit) {
      return Reply.page(200, "again");
    }

    @Override
    public Reply refused(Visit visit, DirectoryRefusalException why) {
      return Reply.page(422, "refused");
    }
  }

  private DirectoryStore store() {
    return (DirectoryStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DirectoryStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "find" -> found();
                  case "isAdmin" -> admin;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Optional<Account> found() {
    if (down) {
      throw new DirectoryUnavailableException("down");
    }
    EnrolledTotp totp = new EnrolledTotp(SealedSecret.parse("{SEAL1}1$QUFBQQ==").orElseThrow(), 1);
    return Optional.of(
        new Account(
            ALICE,
            DN,
            Set.of("alice"),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            AccountUpstreams.NONE,
            new EnrolledFactors(Optional.of(totp), List.of(), List.of()),
            1));
  }

  /** Somebody who gave a second factor so long ago. */
  private PortalSession signedIn(Duration ago) {
    FreshSecondFactor proof = new FreshSecondFactor(ALICE, DN, System.nanoTime() - ago.toNanos());
    return sessions.advance(sessions.open(CLIENT), new Standing.SignedIn(proof));
  }

  private static Incoming incoming(PortalSession session) {
    return new Incoming(
        "/page",
        Map.of(),
        Form.EMPTY,
        new Form(Map.of("csrf", List.of(session.csrfToken()))),
        Optional.of(session.token()),
        Optional.empty(),
        true,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
  }

  private String answer(Route.Method method, Access access, PortalSession session) {
    Route route = new Route(method, "/page", access, visit -> Reply.page(200, "page"));
    return answer(route, session);
  }

  private String answer(Route route, PortalSession session) {
    Reply reply = gate.reply(route, incoming(session));
    return reply.status() == 303
        ? String.valueOf(reply.headers().get("Location"))
        : "" + reply.status();
  }

  @ParameterizedTest
  @EnumSource(
      value = Access.class,
      names = {"FRESH", "FRESH_ADMIN", "ENROLLING"})
  void staleSecondFactorIsAskedForAgain(Access access) {
    admin = true;
    Duration stale = SecondFactorProof.FRESH.plusSeconds(1);
    assertEquals("/second-factor", answer(Route.Method.POST, access, signedIn(stale)));
    assertEquals(List.of("stale-second-factor /page"), told);
    PortalSession session = signedIn(stale);
    assertEquals("/second-factor", answer(Route.Method.GET, access, session));
    assertEquals(Optional.of("/page"), session.takeWanted());
    Duration fresh = SecondFactorProof.FRESH.minusSeconds(60);
    assertEquals("200", answer(Route.Method.POST, access, signedIn(fresh)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Access.class,
      names = {"ANYONE", "HALF_WAY", "SIGNED_IN", "ADMIN"})
  void staleSecondFactorIsEnoughElsewhere(Access access) {
    admin = true;
    Duration stale = SecondFactorProof.FRESH.plusSeconds(1);
    assertEquals("200", answer(Route.Method.POST, access, signedIn(stale)));
  }

  private static final Route SENDING =
      Route.post("/page", Access.FRESH, visit -> Reply.page(200, "done"))
          .on("/form", List.of("label", "service"));

  /** The page of that form; it answers what it shows. */
  private static final Route FORM =
      Route.get(
          "/form",
          Access.FRESH,
          visit -> Reply.page(200, visit.form().all("label") + " " + visit.form().fields().size()));

  private static Incoming sent(String path, PortalSession session, Map<String, List<String>> more) {
    Map<String, List<String>> fields = new HashMap<>(more);
    fields.put("csrf", List.of(session.csrfToken()));
    return new Incoming(
        path,
        Map.of(),
        Form.EMPTY,
        new Form(fields),
        Optional.of(session.token()),
        Optional.empty(),
        true,
        CLIENT);
  }

  private static Incoming asked(String path, PortalSession session) {
    return new Incoming(
        path,
        Map.of(),
        Form.EMPTY,
        Form.EMPTY,
        Optional.of(session.token()),
        Optional.empty(),
        true,
        CLIENT);
  }

  private static String text(Reply reply) {
    return new String(reply.body().octets(), StandardCharsets.UTF_8);
  }

  /** Somebody who sent this when a second factor had to be given again, and has given it. */
  private PortalSession sentLate(Map<String, List<String>> fields) {
    PortalSession before = signedIn(SecondFactorProof.FRESH.plusSeconds(1));
    Reply reply = gate.reply(SENDING, sent("/page", before, fields));
    assertEquals("/second-factor", reply.headers().get("Location"));
    FreshSecondFactor proof = new FreshSecondFactor(ALICE, DN, System.nanoTime());
    PortalSession after = sessions.advance(before, new Standing.SignedIn(proof));
    assertEquals(Optional.of("/form"), after.takeWanted());
    return after;
  }

  @Test
  void whatWasTypedIsShownOnceMoreAfterTheSecondFactor() {
    PortalSession session =
        sentLate(Map.of("label", List.of("Phone"), "password", List.of("no page keeps this")));
    assertEquals("[Phone] 1", text(gate.reply(FORM, asked("/form", session))));
    assertEquals("[] 0", text(gate.reply(FORM, asked("/form", session))));
  }

  @Test
  void whatWasTypedIsGoneWithTheNextPage() {
    PortalSession session = sentLate(Map.of("label", List.of("Phone")));
    assertEquals("200", answer(Route.Method.GET, Access.SIGNED_IN, session));
    assertEquals("[] 0", text(gate.reply(FORM, asked("/form", session))));
  }

  @Test
  void ofWhatWasTypedASessionHoldsLittle() {
    PortalSession session = sentLate(Map.of("label", List.of("x".repeat(4096))));
    assertEquals("[] 0", text(gate.reply(FORM, asked("/form", session))));
    session = sentLate(Map.of("service", Collections.nCopies(4097, "")));
    assertEquals("[] 0", text(gate.reply(FORM, asked("/form", session))));
  }

  private String late(Optional<String> token, boolean sameOrigin) {
    Route route =
        Route.post("/sign-in", Access.ANYONE, visit -> Reply.page(200, "signed in"))
            .orLate(visit -> Reply.page(403, "again, " + visit.form().text("login")));
    Form form = new Form(Map.of("csrf", List.of("old"), "login", List.of("alice")));
    Reply reply =
        gate.reply(
            route,
            new Incoming(
                "/sign-in",
                Map.of(),
                Form.EMPTY,
                form,
                token,
                Optional.empty(),
                sameOrigin,
                CLIENT));
    assertEquals(403, reply.status());
    return text(reply) + (reply.session().isPresent() ? " in a new session" : "");
  }

  @Test
  void formWhoseSessionIsOverMayBeShownAgain() {
    for (Optional<String> token : List.of(Optional.of("gone"), Optional.<String>empty())) {
      assertEquals("again, alice in a new session", late(token, true));
    }
    assertEquals(List.of("forged-or-old-form /sign-in", "forged-or-old-form /sign-in"), told);
  }

  @Test
  void formOfAnotherSiteOrWithAnotherTokenIsNotShownAgain() {
    assertEquals("error.form", late(Optional.empty(), false));
    assertEquals("error.form in a new session", late(Optional.of("gone"), false));
    assertEquals(
        "error.form in a new session", late(Optional.of(sessions.open(CLIENT).token()), true));
  }

  /** The five minutes may pass between the door and the deed: core looks again. */
  @Test
  void secondFactorThatCoreFindsStaleIsAskedForAgain() {
    Route route =
        Route.post(
            "/page",
            Access.FRESH,
            visit -> {
              throw new SecondFactorNeededException();
            });
    assertEquals("/second-factor", answer(route, signedIn(Duration.ZERO)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Access.class,
      names = {"ADMIN", "FRESH_ADMIN"})
  void whoIsNoAdminFindsNothing(Access access) {
    assertEquals("404", answer(Route.Method.GET, access, signedIn(Duration.ZERO)));
    assertEquals(List.of("not-an-admin /page"), told);
  }

  @Test
  void outageEndsNoSession() {
    PortalSession session = signedIn(Duration.ZERO);
    down = true;
    assertEquals("503", answer(Route.Method.GET, Access.SIGNED_IN, session));
    down = false;
    assertEquals("200", answer(Route.Method.GET, Access.SIGNED_IN, session));
  }

  @Test
  void bugIsAPlainAnswer() {
    Route route =
        Route.get(
            "/page",
            Access.ANYONE,
            visit -> {
              throw new IllegalStateException("a secret of the server's");
            });
    assertEquals("500", answer(route, signedIn(Duration.ZERO)));
  }
}
