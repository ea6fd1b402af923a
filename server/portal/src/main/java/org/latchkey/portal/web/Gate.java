// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.SecondFactorNeededException;
import org.latchkey.portal.session.KnownBrowsers;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.session.Standing;
import org.latchkey.portal.session.Typed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request to a page goes through: its session, the token of its form, what it takes to
 * see the page, and what is said when something can't be done. It blocks.
 */
public final class Gate {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private final PortalSessions sessions;
  private final KnownBrowsers browsers;
  private final DirectoryStore store;
  private final Audit audit;
  private final Ways ways;
  private final ErrorPages errors;

  /** Where somebody is sent who has to show more first. */
  public record Ways(String signIn, String secondFactor, String enrol) {}

  /** Who is known from before. */
  public record Known(PortalSessions sessions, KnownBrowsers browsers) {}

  public Gate(Known known, DirectoryStore store, Audit audit, Ways ways, ErrorPages errors) {
    this.sessions = known.sessions();
    this.browsers = known.browsers();
    this.store = store;
    this.audit = audit;
    this.ways = ways;
    this.errors = errors;
  }

  /** The answer of a route to a request. */
  public Reply reply(Route route, Incoming incoming) {
    Optional<PortalSession> found =
        incoming.token().flatMap(token -> sessions.find(token, incoming.client()));
    PortalSession session = found.orElseGet(() -> sessions.open(incoming.client()));
    if (!incoming.sameOrigin() && incoming.token().isEmpty()) {
      return fromElsewhere(route, incoming, session);
    }
    Reply reply =
        route.method() == Route.Method.POST && !isOurs(incoming, session)
            ? notOurs(
                route,
                visit(incoming, session, Optional.empty()),
                found.isEmpty() && incoming.sameOrigin())
            : reply(route, incoming, session);
    return kept(reply, incoming, session);
  }

  /** What is known of a visitor goes with each answer; so does whom the browser is known for. */
  private Reply kept(Reply reply, Incoming incoming, PortalSession session) {
    boolean visitor = session.standing() instanceof Standing.Visitor;
    Reply kept = visitor && reply.session().isEmpty() ? reply.with(session) : reply;
    Optional<Account> signedIn =
        reply
            .session()
            .filter(next -> next.standing() instanceof Standing.SignedIn)
            .flatMap(this::accountOf);
    return signedIn
        .map(account -> kept.withKnownBrowser(browsers.with(incoming.knownBrowser(), account)))
        .orElse(kept);
  }

  /** Empty too where the directory can't say just now. */
  private Optional<Account> accountOf(PortalSession session) {
    try {
      return session.standing().account().flatMap(store::find);
    } catch (DirectoryUnavailableException e) {
      return Optional.empty();
    }
  }

  /**
   * Another site made the browser ask, which sends no strict cookie along then. The answer sets
   * none, or it would end the session that there may be.
   */
  private Reply fromElsewhere(Route route, Incoming incoming, PortalSession session) {
    Visit visit = visit(incoming, session, Optional.empty());
    return route.method() == Route.Method.GET
        ? errors.askAgain(visit)
        : notOurs(route, visit, false);
  }

  /**
   * A form that another site made up, or that is too old. Nothing of it is done.
   *
   * @param late whether it is of the portal's own, its session over: some are shown again then
   */
  private Reply notOurs(Route route, Visit visit, boolean late) {
    told(visit, "forged-or-old-form");
    return route
        .form()
        .late()
        .filter(page -> late)
        .map(page -> page.reply(visit))
        .orElseGet(() -> errors.reply(visit, 403, "error.form"));
  }

  private Reply reply(Route route, Incoming incoming, PortalSession session) {
    Visit visit = visit(incoming, session, Optional.empty());
    try {
      visit = visit(incoming, session, account(session));
      Optional<Reply> barrier = barrier(route, visit);
      return barrier.isPresent() ? barrier.get() : route.page().reply(withTyped(route, visit));
    } catch (DirectoryUnavailableException e) {
      log.warn("event=portal-unavailable reason=\"{}\"", e.getMessage());
      return errors.reply(visit, 503, "error.unavailable").with("Retry-After", "10");
    } catch (DirectoryRefusalException e) {
      if (e.kind() == DirectoryRefusalException.Kind.NOT_FOUND) {
        told(visit, "not-there");
      }
      return errors.refused(visit, e);
    } catch (SecondFactorNeededException e) {
      return stale(route, visit);
    } catch (RuntimeException bug) {
      log.error("event=portal-failed path={}", route.path(), bug);
      return errors.reply(visit, 500, "error.internal");
    }
  }

  /** Whether a session's cookie is that of somebody whose primary password was seen. */
  boolean knows(Optional<String> token, InetSocketAddress client) {
    return token
        .flatMap(value -> sessions.find(value, client))
        .flatMap(found -> found.standing().account())
        .isPresent();
  }

  /** The answer where there is no page. */
  Reply notFound(Visit visit) {
    return errors.reply(visit, 404, "error.notFound");
  }

  /** The answer to what no page is asked about: it asks no store either. */
  Reply plain(int status) {
    return errors.plain(status);
  }

  private Visit visit(Incoming in, PortalSession session, Optional<Account> account) {
    return new Visit(
        in.path(),
        in.parameters(),
        in.query(),
        in.form(),
        session,
        account,
        in.client(),
        other -> browsers.isKnown(in.knownBrowser(), other));
  }

  /** The form's token is the session's, and no header says that another site sent it. */
  private static boolean isOurs(Incoming incoming, PortalSession session) {
    return incoming.sameOrigin()
        && MessageDigest.isEqual(octets(incoming.form().text("csrf")), octets(session.csrfToken()));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As it is now; a session whose account is gone or disabled is over. */
  private Optional<Account> account(PortalSession session) {
    Optional<Account> account =
        session.standing().account().flatMap(store::find).filter(each -> !each.disabled());
    if (session.standing().account().isPresent() && account.isEmpty()) {
      sessions.end(session);
    }
    return account;
  }

  /** What is answered in place of the page; empty when it may be seen. */
  private Optional<Reply> barrier(Route route, Visit visit) {
    return switch (route.access()) {
      case ANYONE -> Optional.empty();
      case HALF_WAY ->
          visit.account().isPresent() ? Optional.empty() : Optional.of(signIn(route, visit));
      case ENROLLING -> isEnrollingTheFirst(visit) ? Optional.empty() : freshBarrier(route, visit);
      case SIGNED_IN -> signedInBarrier(route, visit);
      case FRESH -> freshBarrier(route, visit);
      case ADMIN -> signedInBarrier(route, visit).or(() -> adminBarrier(visit));
      case FRESH_ADMIN -> freshBarrier(route, visit).or(() -> adminBarrier(visit));
    };
  }

  private static boolean isEnrollingTheFirst(Visit visit) {
    return visit.session().standing() instanceof Standing.HalfWay
        && visit.account().isPresent()
        && !visit.me().factors().any();
  }

  private Optional<Reply> signedInBarrier(Route route, Visit visit) {
    if (visit.account().isEmpty()) {
      return Optional.of(signIn(route, visit));
    }
    if (!visit.me().factors().any()) {
      return Optional.of(Reply.seeOther(ways.enrol()));
    }
    return visit.session().standing() instanceof Standing.SignedIn
        ? Optional.empty()
        : Optional.of(Reply.seeOther(ways.secondFactor()));
  }

  private Optional<Reply> freshBarrier(Route route, Visit visit) {
    return signedInBarrier(route, visit)
        .or(() -> isFresh(visit) ? Optional.empty() : Optional.of(stale(route, visit)));
  }

  private static boolean isFresh(Visit visit) {
    return visit
        .session()
        .standing()
        .latestProof()
        .filter(proof -> proof.isGoodFor(visit.me().id(), System.nanoTime()))
        .isPresent();
  }

  private Optional<Reply> adminBarrier(Visit visit) {
    return store.isAdmin(visit.me().id())
        ? Optional.empty()
        : Optional.of(refuse(visit, "not-an-admin", 404, "error.notFound"));
  }

  private Reply signIn(Route route, Visit visit) {
    if (route.method() == Route.Method.GET) {
      visit.session().wanted(visit.path());
    } else {
      told(visit, "not-signed-in");
    }
    return Reply.seeOther(ways.signIn());
  }

  /** What was typed before a second factor was given again is for its page, or for none. */
  private static Visit withTyped(Route route, Visit visit) {
    return switch (route.access()) {
      case ANYONE, HALF_WAY -> visit;
      case ENROLLING, SIGNED_IN, FRESH, ADMIN, FRESH_ADMIN ->
          visit
              .session()
              .takeTyped()
              .filter(typed -> route.method() == Route.Method.GET)
              .filter(typed -> typed.path().equals(visit.path()))
              .map(typed -> visit.with(new Form(typed.fields())))
              .orElse(visit);
    };
  }

  /**
   * A second factor has to be given again; then the page that was asked for is shown, or the page
   * of the form that was sent, with what was typed.
   */
  private Reply stale(Route route, Visit visit) {
    if (route.method() == Route.Method.GET) {
      visit.session().wanted(visit.path());
    } else {
      told(visit, "stale-second-factor");
      String formPath = route.formPath(visit.parameters());
      visit.session().wanted(formPath);
      visit.session().typed(new Typed(formPath, visit.form().only(route.form().kept()).fields()));
      errors.announce(visit, "secondFactor.repeat");
    }
    return Reply.seeOther(ways.secondFactor());
  }

  private Reply refuse(Visit visit, String detail, int status, String messageKey) {
    told(visit, detail);
    return errors.reply(visit, status, messageKey);
  }

  private void told(Visit visit, String detail) {
    audit.record(
        new AuditEvent.PortalEvent(
            PortalAct.REQUEST_REFUSED,
            visit.account(),
            "",
            visit.client(),
            detail + " " + visit.path()));
  }
}
