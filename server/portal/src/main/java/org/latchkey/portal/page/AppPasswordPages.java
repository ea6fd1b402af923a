// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.portal.template.JteappPasswordsGenerated;
import org.latchkey.portal.template.JterevokeAllGenerated;
import org.latchkey.portal.template.JterevokeGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** A person's app passwords: the list, changing and revoking. */
final class AppPasswordPages {
  private final Views views;
  private final AppPasswords appPasswords;
  private final AppPasswordTexts texts;
  private final AppPasswordFormPage form;
  private final Rules rules;

  /**
   * What holds for every app password.
   *
   * @param maxActive how many an account may hold
   */
  record Rules(int maxActive, InstantSource clock, Acts acts) {}

  AppPasswordPages(
      Views views,
      AppPasswords appPasswords,
      AppPasswordTexts texts,
      AppPasswordFormPage form,
      Rules rules) {
    this.views = views;
    this.appPasswords = appPasswords;
    this.texts = texts;
    this.form = form;
    this.rules = rules;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/app-passwords", Access.SIGNED_IN, this::list),
        Route.get("/app-passwords/revoke-all", Access.SIGNED_IN, this::askRevokeAll),
        Route.post("/app-passwords/revoke-all", Access.SIGNED_IN, this::revokeAll),
        Route.get("/app-passwords/:id", Access.SIGNED_IN, visit -> found(visit, this::changeForm)),
        Route.post("/app-passwords/:id", Access.SIGNED_IN, visit -> found(visit, this::change))
            .on("/app-passwords/:id", AppPasswordForm.FIELDS),
        Route.get(
            "/app-passwords/:id/revoke", Access.SIGNED_IN, visit -> found(visit, this::askRevoke)),
        Route.post(
            "/app-passwords/:id/revoke", Access.SIGNED_IN, visit -> found(visit, this::revoke)));
  }

  private Reply list(Visit visit) {
    Account me = visit.me();
    Frame frame = views.frame(visit, "appPasswords.title", "app-passwords");
    int active = texts.active(me);
    String count = views.messages().text("appPasswords.count", active, rules.maxActive());
    boolean full = active >= rules.maxActive();
    return Views.page(
        200, out -> JteappPasswordsGenerated.render(out, null, frame, texts.rows(me), count, full));
  }

  /** What is done with an app password of the visitor's. */
  private interface WithAppPassword {
    Reply reply(Visit visit, AppPassword appPassword);
  }

  private Reply found(Visit visit, WithAppPassword page) {
    Optional<AppPassword> found = find(visit.me(), visit.parameter("id"));
    if (found.isEmpty()) {
      rules
          .acts()
          .tell(PortalAct.REQUEST_REFUSED, visit, "no-such-app-password " + visit.parameter("id"));
      return views.message(visit, 404, "error.noAppPassword");
    }
    return page.reply(visit, found.get());
  }

  /** The account's own app password of this id; empty where the id is anything else. */
  static Optional<AppPassword> find(Account account, String id) {
    try {
      return account.appPassword(AppPasswordId.of(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Reply changeForm(Visit visit, AppPassword present) {
    AppPasswordForm shown = AppPasswordForm.shown(visit.form(), Optional.of(present));
    return form.show(visit, Optional.of(present), shown);
  }

  private Reply change(Visit visit, AppPassword present) {
    AppPasswordForm chosen = AppPasswordForm.of(visit.form());
    Optional<Reply> badLabel = form.badLabel(visit, Optional.of(present), chosen);
    if (badLabel.isPresent()) {
      return badLabel.get();
    }
    try {
      appPasswords.change(
          visit.proof(),
          visit.me().id(),
          present.id(),
          chosen.draft(rules.clock().instant(), Optional.of(present)));
      return done(visit, views.messages().text("appPassword.changed", chosen.label()));
    } catch (AppPasswordForm.Mistake mistake) {
      return form.mistaken(visit, Optional.of(present), chosen, mistake);
    } catch (DirectoryRefusalException e) {
      return form.refused(visit, Optional.of(present), chosen, e);
    }
  }

  private Reply askRevoke(Visit visit, AppPassword present) {
    Frame frame = views.frame(visit, "revoke.title", "app-passwords", present.label());
    String what = views.messages().text("revoke.lead", texts.live(visit.me(), present));
    return Views.page(
        200, out -> JterevokeGenerated.render(out, null, frame, what, present.id().toString()));
  }

  private Reply revoke(Visit visit, AppPassword present) {
    int live = texts.live(visit.me(), present);
    appPasswords.revoke(visit.me().id(), Set.of(present.id()), visit.me().dn());
    return done(visit, views.messages().text("revoke.done", present.label(), live));
  }

  private Reply askRevokeAll(Visit visit) {
    if (visit.me().appPasswords().isEmpty()) {
      return Reply.seeOther(Paths.APP_PASSWORDS); // it says that there is none
    }
    Frame frame = views.frame(visit, "revokeAll.title", "app-passwords");
    List<String> labels = visit.me().appPasswords().stream().map(AppPassword::label).toList();
    return Views.page(200, out -> JterevokeAllGenerated.render(out, null, frame, labels));
  }

  private Reply revokeAll(Visit visit) {
    int live = texts.live(visit.me());
    int revoked = appPasswords.revokeAll(visit.me().id(), visit.me().dn());
    return done(
        visit,
        revoked == 0
            ? views.messages().text("revokeAll.none")
            : views.messages().text("revokeAll.done", revoked, live));
  }

  private Reply done(Visit visit, String text) {
    visit.session().flash(text);
    return Reply.seeOther(Paths.APP_PASSWORDS);
  }
}
