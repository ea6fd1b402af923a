// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.core.factor.Totp;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.qr.QrCode;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.Standing;
import org.latchkey.portal.template.JteenrolAppGenerated;
import org.latchkey.portal.template.JteenrolGenerated;
import org.latchkey.portal.template.JteenrolPasskeyGenerated;
import org.latchkey.portal.template.JterecoveryCodesGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/**
 * How second factors are enrolled: the first one, which signs its person in and brings the recovery
 * codes, and more.
 */
final class EnrolPages {
  private final Views views;
  private final PasskeyOptions options;
  private final StepUp steps;
  private final SecondFactors factors;
  private final Acts acts;
  private final LabelTexts labels;

  EnrolPages(Views views, PasskeyOptions options, StepUp steps, SecondFactors factors, Acts acts) {
    this.views = views;
    this.options = options;
    this.steps = steps;
    this.factors = factors;
    this.acts = acts;
    this.labels = new LabelTexts(views.messages());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/enrol", Access.ENROLLING, this::choice),
        Route.get("/factors/app", Access.ENROLLING, visit -> appForm(visit, 200, "")),
        Route.post("/factors/app", Access.ENROLLING, this::app),
        Route.get("/factors/passkeys/new", Access.ENROLLING, visit -> passkeyForm(visit, 200, "")),
        Route.post("/factors/passkeys/name", Access.ENROLLING, this::passkeyName)
            .on("/factors/passkeys/new"),
        Route.post("/factors/passkeys", Access.ENROLLING, this::passkey)
            .on("/factors/passkeys/new", List.of("label")));
  }

  private Reply choice(Visit visit) {
    Frame frame = views.frame(visit, "enrol.title", "");
    return Views.page(200, out -> JteenrolGenerated.render(out, null, frame));
  }

  private Reply appForm(Visit visit, int status, String problem) {
    try (Secret secret = visit.session().totpSecret(factors::newTotpSecret)) {
      String uri = Totp.uri(secret, views.messages().text("name"), Views.name(visit.me()));
      String typed = Totp.typed(secret);
      Frame frame = views.frame(visit, "enrolApp.title", section(visit));
      return Views.page(
          status,
          out ->
              JteenrolAppGenerated.render(out, null, frame, problem, QrCode.of(uri), typed, uri));
    }
  }

  private static String section(Visit visit) {
    return visit.session().standing() instanceof Standing.SignedIn ? "factors" : "";
  }

  private Reply app(Visit visit) {
    Optional<Secret> begun = visit.session().totpSecret();
    if (begun.isEmpty()) {
      return Reply.seeOther(Paths.FACTORS + "/app");
    }
    Optional<FreshSecondFactor> proof;
    try (Secret secret = begun.get()) {
      proof =
          factors.enrolTotp(
              visit.me().id(),
              visit.session().standing().latestProof(),
              secret,
              visit.form().text("code"));
    } catch (DirectoryRefusalException e) {
      return appForm(visit, 422, views.refusal(e));
    }
    if (proof.isEmpty()) {
      acts.tell(PortalAct.SECOND_FACTOR_REFUSED, visit, "totp-enrolment");
      return appForm(visit, 403, views.messages().text("secondFactor.wrong"));
    }
    visit.session().forgetTotpSecret();
    return enrolled(visit, proof.get(), "enrolApp.done");
  }

  private Reply passkeyForm(Visit visit, int status, String problem) {
    Frame frame = views.frame(visit, "enrolPasskey.title", section(visit));
    String creation = options.creation(visit.session(), visit.me());
    String label =
        visit.form().text("label").isEmpty()
            ? views
                .messages()
                .text("enrolPasskey.suggestion", visit.me().factors().passkeys().size() + 1)
            : visit.form().text("label");
    return Views.page(
        status, out -> JteenrolPasskeyGenerated.render(out, null, frame, problem, creation, label));
  }

  /** Whether the name is one that can be used, before the browser makes the passkey. */
  private Reply passkeyName(Visit visit) {
    Optional<String> problem = labels.problem(visit.form().text("label"));
    return Reply.of(
        problem.isEmpty() ? 204 : 422,
        "text/plain; charset=utf-8",
        problem.orElse("").getBytes(StandardCharsets.UTF_8));
  }

  private Reply passkey(Visit visit) {
    Optional<String> problem = labels.problem(visit.form().text("label"));
    if (problem.isPresent()) {
      return passkeyForm(visit, 422, problem.get());
    }
    String response = visit.form().text("response");
    Optional<byte[]> challenge = PasskeyOptions.answered(visit.session(), response);
    Optional<FreshSecondFactor> proof;
    try {
      proof =
          challenge.flatMap(
              octets ->
                  factors.enrolPasskey(
                      visit.me().id(),
                      visit.session().standing().latestProof(),
                      octets,
                      response,
                      visit.form().text("label").strip()));
    } catch (DirectoryRefusalException e) {
      return passkeyForm(visit, 422, refusal(e));
    }
    if (proof.isEmpty()) {
      acts.tell(PortalAct.SECOND_FACTOR_REFUSED, visit, "passkey-enrolment");
      return passkeyForm(visit, 403, views.messages().text("passkey.failed"));
    }
    return enrolled(visit, proof.get(), "enrolPasskey.done");
  }

  private String refusal(DirectoryRefusalException why) {
    return why.kind() == DirectoryRefusalException.Kind.LIMIT_REACHED
        ? views.messages().text("refused.passkeys")
        : views.refusal(why);
  }

  private Reply enrolled(Visit visit, FreshSecondFactor proof, String doneKey) {
    Account before = visit.me();
    PortalSession next = steps.advance(visit.session(), before, new Standing.SignedIn(proof));
    if (!(next.standing() instanceof Standing.SignedIn)) {
      return Reply.seeOther(Paths.SIGN_IN).with(next);
    }
    if (before.factors().any()) {
      next.flash(views.messages().text(doneKey));
      return Reply.seeOther(Paths.FACTORS).with(next);
    }
    acts.tell(PortalAct.SIGNED_IN, visit, "first-second-factor");
    next.flash(views.messages().text(doneKey));
    return codes(views.at(visit, next), factors.makeRecoveryCodes(proof, before.id())).with(next);
  }

  /** Shows recovery codes, the only time that they are. */
  Reply codes(Visit visit, List<String> codes) {
    Frame frame = views.frame(visit, "recoveryCodes.title", "factors");
    return Views.page(200, out -> JterecoveryCodesGenerated.render(out, null, frame, codes));
  }
}
