// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Arrays;
import java.util.List;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.password.Secret;
import org.latchkey.core.signin.PrimarySignIn;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.template.JtepasswordGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** The change of the primary password, which says beforehand what it will revoke. */
final class PasswordPages {
  private final Views views;
  private final PortalSessions sessions;
  private final PrimarySignIn signIn;
  private final PrimaryPasswordChange passwords;
  private final Acts acts;

  PasswordPages(
      Views views,
      PortalSessions sessions,
      PrimarySignIn signIn,
      PrimaryPasswordChange passwords,
      Acts acts) {
    this.views = views;
    this.sessions = sessions;
    this.signIn = signIn;
    this.passwords = passwords;
    this.acts = acts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/password", Access.FRESH, visit -> form(visit, 200, "")),
        Route.post("/password", Access.FRESH, this::change));
  }

  private Reply form(Visit visit, int status, String problem) {
    Frame frame = views.frame(visit, "password.title", "password");
    List<String> labels = visit.me().appPasswords().stream().map(AppPassword::label).toList();
    String user = Views.name(visit.me());
    int least = passwords.leastLength(visit.me());
    return Views.page(
        status, out -> JtepasswordGenerated.render(out, null, frame, problem, user, labels, least));
  }

  private Reply change(Visit visit) {
    Account me = visit.me();
    try (Secret current = visit.form().secret("current");
        Secret chosen = visit.form().secret("chosen");
        Secret repeated = visit.form().secret("repeated")) {
      if (!Arrays.equals(chosen.octets(), repeated.octets())) {
        return form(visit, 422, views.messages().text("password.differ"));
      }
      String login = me.logins().iterator().next();
      // Whoever is signed in here is known, cookie or not.
      switch (signIn.attempt(login, current, visit.client(), account -> true)) {
        case PrimarySignIn.Outcome.Good good -> {}
        case PrimarySignIn.Outcome.Wrong wrong -> {
          acts.tell(PortalAct.SIGN_IN_REFUSED, visit, "primary-password-change");
          return form(visit, 403, views.messages().text("password.wrong"));
        }
        case PrimarySignIn.Outcome.Busy busy -> {
          return form(visit, 503, views.messages().text("error.busy"));
        }
        case PrimarySignIn.Outcome.TryLater later -> {
          return form(visit, 503, views.messages().text("error.unavailable"));
        }
      }
      if (Arrays.equals(chosen.octets(), current.octets())) {
        return form(visit, 422, views.messages().text("password.same"));
      }
      int revoked = me.appPasswords().size();
      passwords.change(visit.proof(), me.id(), chosen);
      // Every session of the account is over by now, this one included.
      PortalSession next = sessions.open(visit.client());
      next.flash(views.messages().text("password.done", revoked));
      return Reply.seeOther(Paths.SIGN_IN).with(next);
    } catch (DirectoryRefusalException e) {
      return form(visit, 422, views.refusal(e));
    }
  }
}
