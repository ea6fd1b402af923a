// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.admin.AccountAdministration;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPassword;
import org.latchkey.portal.template.JteadminAccountGenerated;
import org.latchkey.portal.template.JteadminGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** What admins do for a person: look, revoke, take lost second factors away, disable. */
final class AdminPages {
  private final Views views;
  private final DirectoryStore store;
  private final AccountAdministration administration;
  private final Shown shown;

  /**
   * What an account's page is made with.
   *
   * @param noticesOff whether nobody is told by mail of what happens to their account
   */
  record Shown(
      AppPasswordTexts texts, DevicesPages devices, HistoryPages history, boolean noticesOff) {}

  AdminPages(Views views, DirectoryStore store, AccountAdministration administration, Shown shown) {
    this.views = views;
    this.store = store;
    this.administration = administration;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin", Access.ADMIN, this::find),
        Route.get("/admin/accounts/:id", Access.ADMIN, visit -> found(visit, this::show)),
        Route.post(
            "/admin/accounts/:id/revoke/:password",
            Access.FRESH_ADMIN,
            visit -> found(visit, this::revoke)),
        Route.post(
            "/admin/accounts/:id/revoke-all",
            Access.FRESH_ADMIN,
            visit -> found(visit, this::revokeAll)),
        Route.post(
            "/admin/accounts/:id/reset", Access.FRESH_ADMIN, visit -> found(visit, this::reset)),
        Route.post(
            "/admin/accounts/:id/disable",
            Access.FRESH_ADMIN,
            visit -> found(visit, this::disable)),
        Route.post(
            "/admin/accounts/:id/enable", Access.FRESH_ADMIN, visit -> found(visit, this::enable)));
  }

  private Reply find(Visit visit) {
    String login = visit.query().text("login").strip();
    Optional<Account> account = LoginName.prepare(login).flatMap(store::findByLogin);
    if (account.isPresent()) {
      return Reply.seeOther(path(account.get()));
    }
    Frame frame = views.frame(visit, "admin.title", "admin");
    String problem = login.isEmpty() ? "" : views.messages().text("admin.nobody");
    return Views.page(
        login.isEmpty() ? 200 : 404,
        out -> JteadminGenerated.render(out, null, frame, problem, login, shown.noticesOff()));
  }

  private static String path(Account account) {
    return Paths.PREFIX + "/admin/accounts/" + account.id();
  }

  /** What is done with an account. */
  private interface WithAccount {
    Reply reply(Visit visit, Account account);
  }

  private Reply found(Visit visit, WithAccount page) {
    Optional<Account> account;
    try {
      account = store.find(AccountId.of(visit.parameter("id")));
    } catch (IllegalArgumentException e) {
      account = Optional.empty();
    }
    return account
        .map(each -> page.reply(visit, each))
        .orElseGet(() -> views.message(visit, 404, "admin.nobody"));
  }

  private Reply show(Visit visit, Account account) {
    Frame frame = views.frame(visit, "admin.account", "admin", Views.name(account));
    AdminAccountView view =
        new AdminAccountView(
            account.id().toString(),
            account.dn(),
            account.disabled(),
            account.factors().any(),
            shown.texts().rows(account),
            shown.devices().connected(account),
            shown.history().rows(account));
    return Views.page(200, out -> JteadminAccountGenerated.render(out, null, frame, view));
  }

  private Reply revoke(Visit visit, Account account) {
    Optional<AppPassword> found = AppPasswordPages.find(account, visit.parameter("password"));
    if (found.isEmpty()) {
      return views.message(visit, 404, "admin.noAppPassword");
    }
    int live = shown.texts().live(account, found.get());
    administration.revoke(visit.proof(), account.id(), found.get().id());
    return done(visit, account, views.messages().text("revoke.done", found.get().label(), live));
  }

  private Reply revokeAll(Visit visit, Account account) {
    int revoked = administration.revokeAll(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.revokedAll", revoked));
  }

  private Reply reset(Visit visit, Account account) {
    administration.resetSecondFactors(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.resetDone"));
  }

  private Reply disable(Visit visit, Account account) {
    administration.disable(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.disabled"));
  }

  private Reply enable(Visit visit, Account account) {
    administration.enable(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.enabled"));
  }

  private Reply done(Visit visit, Account account, String text) {
    visit.session().flash(text);
    return Reply.seeOther(path(account));
  }
}
