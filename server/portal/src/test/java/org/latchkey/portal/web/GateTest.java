// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
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
import org.latchkey.core.upstream.AccountUpstreams;
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
          sessions,
          store(),
          event -> {
            if (event instanceof AuditEvent.PortalEvent portal) {
              told.add(portal.detail());
            }
          },
          new Gate.Ways("/sign-in", "/second-factor", "/enrol"),
          new Words());

  /** Error pages that say no more than their status. */
  private static final class Words implements Gate.ErrorPages {
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
