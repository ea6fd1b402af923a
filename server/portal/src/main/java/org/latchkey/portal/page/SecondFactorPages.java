// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.factor.FactorOutcome;
import org.latchkey.core.factor.SecondFactorCheck;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.Standing;
import org.latchkey.portal.template.JterecoveryGenerated;
import org.latchkey.portal.template.JtesecondFactorGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** The second step of a sign-in, which is also asked for again before what matters most. */
final class SecondFactorPages {
  private final Views views;
  private final PasskeyOptions options;
  private final StepUp steps;
  private final SecondFactorCheck factors;
  private final Acts acts;

  SecondFactorPages(
      Views views, PasskeyOptions options, StepUp steps, SecondFactorCheck factors, Acts acts) {
    this.views = views;
    this.options = options;
    this.steps = steps;
    this.factors = factors;
    this.acts = acts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/second-factor", Access.HALF_WAY, this::form),
        Route.post("/second-factor", Access.HALF_WAY, this::code),
        Route.post("/second-factor/passkey", Access.HALF_WAY, this::passkey).on("/second-factor"),
        Route.get("/recovery", Access.HALF_WAY, visit -> recoveryForm(visit, 200, "")),
        Route.post("/recovery", Access.HALF_WAY, this::recoveryCode));
  }

  private Reply form(Visit visit) {
    return visit.me().factors().any() ? form(visit, 200, "") : Reply.seeOther(Paths.ENROL);
  }

  private Reply form(Visit visit, int status, String problem) {
    Account account = visit.me();
    boolean again = visit.session().standing() instanceof Standing.SignedIn;
    Frame frame = views.frame(visit, "secondFactor.title", "");
    String request =
        account.factors().passkeys().isEmpty() ? "" : options.request(visit.session(), account);
    return Views.page(
        status,
        out ->
            JtesecondFactorGenerated.render(
                out,
                null,
                frame,
                problem,
                again,
                account.factors().totp().isPresent(),
                request,
                !account.factors().recoveryCodes().isEmpty()));
  }

  private Reply code(Visit visit) {
    FactorOutcome outcome =
        factors.giveTotp(visit.me().id(), visit.form().text("code"), isKnown(visit));
    String wrong = views.messages().text("secondFactor.wrong");
    return answer(visit, outcome, "totp", wrong, this::form);
  }

  private static boolean isKnown(Visit visit) {
    return visit.knownBrowser().test(visit.me());
  }

  /** A form of this class's, with what was wrong. */
  private interface FormAgain {
    Reply reply(Visit visit, int status, String problem);
  }

  /**
   * Answers somebody who gave a code.
   *
   * @param means which kind of code, for the audit
   */
  private Reply answer(
      Visit visit, FactorOutcome outcome, String means, String wrongText, FormAgain form) {
    return switch (outcome) {
      case FactorOutcome.Given given -> signedIn(visit, given.proof(), means);
      case FactorOutcome.Wrong wrong -> {
        acts.tell(PortalAct.SECOND_FACTOR_REFUSED, visit, means);
        yield form.reply(visit, 403, wrongText);
      }
      case FactorOutcome.Throttled late -> {
        acts.tell(PortalAct.SECOND_FACTOR_THROTTLED, visit, means);
        long seconds = late.retryAfter().toSeconds() + 1;
        String tooMany = views.messages().text("secondFactor.throttled", seconds);
        yield form.reply(visit, 429, tooMany).with("Retry-After", Long.toString(seconds));
      }
    };
  }

  private Reply passkey(Visit visit) {
    String response = visit.form().text("response");
    Optional<byte[]> challenge = PasskeyOptions.answered(visit.session(), response);
    if (challenge.isPresent()
        && factors.givePasskey(visit.me().id(), challenge.get(), response, false)
            instanceof FactorOutcome.Given given) {
      return signedIn(visit, given.proof(), "passkey");
    }
    acts.tell(PortalAct.SECOND_FACTOR_REFUSED, visit, "passkey");
    return form(visit, 403, views.messages().text("passkey.wrong"));
  }

  private Reply recoveryForm(Visit visit, int status, String problem) {
    Frame frame = views.frame(visit, "recovery.title", "");
    return Views.page(status, out -> JterecoveryGenerated.render(out, null, frame, problem));
  }

  private Reply recoveryCode(Visit visit) {
    FactorOutcome outcome =
        factors.giveRecoveryCode(visit.me().id(), visit.form().text("code"), isKnown(visit));
    boolean given = outcome instanceof FactorOutcome.Given;
    if (given) {
      visit.session().wanted("/factors");
    }
    String wrong = views.messages().text("recovery.wrong");
    Reply reply = answer(visit, outcome, "recovery-code", wrong, this::recoveryForm);
    if (given) {
      reply.session().ifPresent(next -> next.flash(views.messages().text("recovery.used")));
    }
    return reply;
  }

  private Reply signedIn(Visit visit, FreshSecondFactor proof, String how) {
    PortalSession next = steps.advance(visit.session(), visit.me(), new Standing.SignedIn(proof));
    if (!(next.standing() instanceof Standing.SignedIn)) {
      return Reply.seeOther(Paths.SIGN_IN).with(next);
    }
    acts.tell(PortalAct.SIGNED_IN, visit, how);
    return Reply.seeOther(Paths.afterSignIn(next)).with(next);
  }
}
