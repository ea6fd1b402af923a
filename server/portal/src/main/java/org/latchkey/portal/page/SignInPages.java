// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.factor.FactorOutcome;
import org.latchkey.core.factor.SecondFactorCheck;
import org.latchkey.core.password.Secret;
import org.latchkey.core.signin.PrimarySignIn;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.session.Standing;
import org.latchkey.portal.template.JtesignInGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** The first step: a login name and the primary password, or a passkey alone; and the way out. */
final class SignInPages {
  private final Views views;
  private final PasskeyOptions options;
  private final PortalSessions sessions;
  private final PrimarySignIn signIn;
  private final SecondFactorCheck factors;
  private final StepUp steps;
  private final Acts acts;

  SignInPages(
      Views views, PasskeyOptions options, PortalSessions sessions, Checks checks, Acts acts) {
    this.views = views;
    this.options = options;
    this.sessions = sessions;
    this.signIn = checks.signIn();
    this.factors = checks.factors();
    this.steps = checks.steps();
    this.acts = acts;
  }

  /** What decides who somebody is. */
  record Checks(PrimarySignIn signIn, SecondFactorCheck factors, StepUp steps) {}

  List<Route> routes() {
    return List.of(
        Route.get("/", Access.ANYONE, this::home),
        Route.get("/sign-in", Access.ANYONE, this::form),
        Route.post("/sign-in", Access.ANYONE, this::password).orLate(this::late),
        Route.post("/sign-in/passkey", Access.ANYONE, this::passkey)
            .on("/sign-in")
            .orLate(this::late),
        Route.post("/sign-out", Access.ANYONE, this::signOut).on("/"));
  }

  private Reply home(Visit visit) {
    return Reply.seeOther(visit.account().isPresent() ? Paths.APP_PASSWORDS : Paths.SIGN_IN);
  }

  private Reply form(Visit visit) {
    String next = visit.query().text("next");
    if (!next.isEmpty()) {
      if (!Paths.isOwn(next)) {
        acts.tell(PortalAct.REQUEST_REFUSED, visit, "foreign-next " + next);
        return views.message(visit, 400, "error.next");
      }
      visit.session().wanted(next.substring(Paths.PREFIX.length()));
    }
    return visit.account().isPresent() ? Reply.seeOther(Paths.APP_PASSWORDS) : form(visit, 200, "");
  }

  private Reply form(Visit visit, int status, String problem) {
    Frame frame = views.frame(visit, "signIn.title", "");
    String request = options.request(visit.session());
    String login = visit.form().text("login");
    return Views.page(
        status, out -> JtesignInGenerated.render(out, null, frame, problem, login, request));
  }

  /** Whoever left the page open is asked again; nobody is signed in by such a form. */
  private Reply late(Visit visit) {
    return form(visit, 403, views.messages().text("signIn.late"));
  }

  private Reply password(Visit visit) {
    String login = visit.form().text("login");
    try (Secret typed = visit.form().secret("password")) {
      return switch (signIn.attempt(login, typed, visit.client(), visit.knownBrowser())) {
        case PrimarySignIn.Outcome.Good good -> halfWay(visit, good.account());
        case PrimarySignIn.Outcome.Wrong wrong -> {
          acts.tell(PortalAct.SIGN_IN_REFUSED, visit, wrong.account(), login, wrong.reason().id());
          yield form(visit, 403, views.messages().text("signIn.wrong"));
        }
        case PrimarySignIn.Outcome.Busy busy -> {
          acts.tell(PortalAct.SIGN_IN_DELAYED, visit, Optional.empty(), login, "busy");
          yield form(visit, 503, views.messages().text("error.busy")).with("Retry-After", "20");
        }
        case PrimarySignIn.Outcome.TryLater later -> {
          acts.tell(PortalAct.SIGN_IN_DELAYED, visit, Optional.empty(), login, later.why());
          yield form(visit, 503, views.messages().text("error.unavailable"))
              .with("Retry-After", "10");
        }
      };
    }
  }

  private Reply halfWay(Visit visit, Account account) {
    PortalSession next =
        steps.advance(visit.session(), account, new Standing.HalfWay(account.id()));
    acts.tell(PortalAct.PRIMARY_PASSWORD_GIVEN, visit, Optional.of(account), "", "");
    return Reply.seeOther(account.factors().any() ? Paths.SECOND_FACTOR : Paths.ENROL).with(next);
  }

  private Reply passkey(Visit visit) {
    String response = visit.form().text("response");
    Optional<byte[]> challenge = PasskeyOptions.answered(visit.session(), response);
    Optional<AccountId> claimed = factors.claimedAccount(response);
    Optional<Account> account = claimed.flatMap(steps::account);
    if (challenge.isPresent()
        && account.isPresent()
        && factors.givePasskey(account.get().id(), challenge.get(), response, true)
            instanceof FactorOutcome.Given given
        && visit.session().answeredWell(challenge.get())) {
      PortalSession next =
          steps.advance(visit.session(), account.get(), new Standing.SignedIn(given.proof()));
      if (!(next.standing() instanceof Standing.SignedIn)) {
        return Reply.seeOther(Paths.SIGN_IN).with(next);
      }
      acts.tell(PortalAct.SIGNED_IN, visit, account, "", "passkey");
      return Reply.seeOther(Paths.afterSignIn(next)).with(next);
    }
    acts.tell(PortalAct.SIGN_IN_REFUSED, visit, account, "", "passkey");
    return form(visit, 403, views.messages().text("passkey.wrong"));
  }

  private Reply signOut(Visit visit) {
    sessions.end(visit.session());
    if (visit.account().isPresent()) {
      acts.tell(PortalAct.SIGNED_OUT, visit, "");
    }
    PortalSession next = sessions.open(visit.client());
    next.flash(views.messages().text("signedOut"));
    return Reply.seeOther(Paths.SIGN_IN).with(next);
  }
}
