// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.portal.template.JtefactorsGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** A person's second factors: what there is, and how one goes. */
final class FactorsPages {
  private final Views views;
  private final SecondFactors factors;
  private final EnrolPages enrolment;

  FactorsPages(Views views, SecondFactors factors, EnrolPages enrolment) {
    this.views = views;
    this.factors = factors;
    this.enrolment = enrolment;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/factors", Access.SIGNED_IN, this::list),
        Route.post("/factors/app/remove", Access.FRESH, this::removeApp).on("/factors"),
        Route.post("/factors/passkeys/:id/remove", Access.FRESH, this::removePasskey)
            .on("/factors"),
        Route.post("/factors/recovery-codes", Access.FRESH, this::makeCodes).on("/factors"));
  }

  private Reply list(Visit visit) {
    EnrolledFactors enrolled = visit.me().factors();
    List<FactorsView.PasskeyRow> passkeys =
        enrolled.passkeys().stream()
            .map(
                each ->
                    new FactorsView.PasskeyRow(
                        each.credentialId(),
                        each.label(),
                        views.messages().text("made", views.messages().time(each.made()))))
            .toList();
    FactorsView view =
        new FactorsView(
            enrolled.totp().isPresent(),
            passkeys,
            !enrolled.isOnlyOne(),
            views.messages().text("factors.recoveryLeft", enrolled.recoveryCodes().size()));
    Frame frame = views.frame(visit, "factors.title", "factors");
    return Views.page(200, out -> JtefactorsGenerated.render(out, null, frame, view));
  }

  private Reply removeApp(Visit visit) {
    return remove(visit, () -> factors.removeTotp(visit.proof(), visit.me().id()));
  }

  private Reply removePasskey(Visit visit) {
    String id = visit.parameter("id");
    return remove(visit, () -> factors.removePasskey(visit.proof(), visit.me().id(), id));
  }

  /** The one rule about it is that the last one stays. */
  private Reply remove(Visit visit, Runnable removal) {
    try {
      removal.run();
    } catch (DirectoryRefusalException e) {
      if (e.kind() != DirectoryRefusalException.Kind.INVALID) {
        throw e;
      }
      return views.message(visit, 422, "factors.last");
    }
    visit.session().flash(views.messages().text("factors.removed"));
    return Reply.seeOther(Paths.FACTORS);
  }

  private Reply makeCodes(Visit visit) {
    AccountId me = visit.me().id();
    return enrolment.codes(visit, factors.makeRecoveryCodes(visit.proof(), me));
  }
}
