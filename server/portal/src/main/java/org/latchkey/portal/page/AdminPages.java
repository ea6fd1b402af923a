// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.portal.template.JteadminAccountGenerated;
import org.latchkey.portal.template.JteadminGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** How admins find an account, and what they see of it. */
final class AdminPages {
  private final Views views;
  private final DirectoryStore store;
  private final Shown shown;
  private final Acts acts;

  /**
   * What an account's page is made with.
   *
   * @param noticesOff whether nobody is told by mail of what happens to their account
   */
  record Shown(
      AppPasswordTexts texts, DevicesPages devices, HistoryPages history, boolean noticesOff) {}

  AdminPages(Views views, DirectoryStore store, Shown shown, Acts acts) {
    this.views = views;
    this.store = store;
    this.shown = shown;
    this.acts = acts;
  }

  List<Route> routes() {
    AccountInPath accounts = new AccountInPath(views, store);
    return List.of(
        Route.get("/admin", Access.ADMIN, this::find),
        Route.get(AccountInPath.BELOW, Access.ADMIN, accounts.page(this::show)));
  }

  private Reply find(Visit visit) {
    String login = visit.query().text("login").strip();
    Optional<Account> account = LoginName.prepare(login).flatMap(store::findByLogin);
    if (account.isPresent()) {
      return Reply.seeOther(AccountInPath.of(account.get()));
    }
    Frame frame = views.frame(visit, "admin.title", "admin");
    String problem = login.isEmpty() ? "" : views.messages().text("admin.nobody");
    return Views.page(
        login.isEmpty() ? 200 : 404,
        out -> JteadminGenerated.render(out, null, frame, problem, login, shown.noticesOff()));
  }

  private Reply show(Visit visit, Account account) {
    acts.tell(PortalAct.ACCOUNT_VIEWED, visit, account.dn());
    Frame frame = views.frame(visit, "admin.account", "admin", Views.name(account));
    AdminAccountView view =
        new AdminAccountView(
            account.id().toString(),
            account.dn(),
            visit.isOwn(account),
            account.disabled(),
            account.factors().any(),
            !account.factors().equals(EnrolledFactors.NONE),
            shown.texts().rows(account),
            shown.devices().connected(account),
            shown.history().rows(account));
    return Views.page(200, out -> JteadminAccountGenerated.render(out, null, frame, view));
  }
}
