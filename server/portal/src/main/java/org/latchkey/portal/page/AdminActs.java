// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.stream.Stream;
import org.latchkey.core.account.Account;
import org.latchkey.core.admin.AccountAdministration;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.portal.page.AccountInPath.WithAccount;
import org.latchkey.portal.template.JteadminActGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/**
 * What admins do for a person: revoke, take lost second factors away, disable. Each act has a page
 * that says what it will do and to whom, and is done from there.
 */
final class AdminActs {
  private final Views views;
  private final AccountInPath accounts;
  private final AccountAdministration administration;
  private final AppPasswordTexts texts;
  private final Acts acts;

  AdminActs(
      Views views,
      AccountInPath accounts,
      AccountAdministration administration,
      AppPasswordTexts texts,
      Acts acts) {
    this.views = views;
    this.accounts = accounts;
    this.administration = administration;
    this.texts = texts;
    this.acts = acts;
  }

  List<Route> routes() {
    return Stream.of(
            act("/revoke/:password", revoking(this::askRevoke), revoking(this::revoke)),
            act("/revoke-all", this::askRevokeAll, this::revokeAll),
            act("/reset", another(this::askReset), another(this::reset)),
            act("/disable", another(this::askDisable), another(this::disable)),
            act("/enable", this::askEnable, this::enable))
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> act(String path, WithAccount asks, WithAccount does) {
    String whole = AccountInPath.BELOW + path;
    return List.of(
        Route.get(whole, Access.FRESH_ADMIN, accounts.page(asks)),
        Route.post(whole, Access.FRESH_ADMIN, accounts.page(does)));
  }

  /** What becomes of one app password of an account. */
  private interface WithAppPassword {
    Reply reply(Visit visit, Account account, AppPassword appPassword);
  }

  private WithAccount revoking(WithAppPassword page) {
    return (visit, account) ->
        AppPasswordPages.find(account, visit.parameter("password"))
            .map(found -> page.reply(visit, account, found))
            .orElseGet(() -> views.message(visit, 404, "admin.noAppPassword"));
  }

  /**
   * What nobody does to their own account, as core has it: here it is said in the portal's words.
   */
  private WithAccount another(WithAccount page) {
    return (visit, account) ->
        visit.isOwn(account)
            ? views.message(visit, 422, "admin.notOwn")
            : page.reply(visit, account);
  }

  private Reply askRevoke(Visit visit, Account account, AppPassword of) {
    Frame frame = views.frame(visit, "admin.revokeTitle", "admin", of.label(), Views.name(account));
    String lead = views.messages().text("revoke.lead", texts.live(account, of));
    return ask(frame, visit, account, lead, List.of(), "revoke.submit");
  }

  private Reply ask(
      Frame frame,
      Visit visit,
      Account account,
      String lead,
      List<String> labels,
      String submitKey) {
    acts.tell(PortalAct.ACCOUNT_VIEWED, visit, account.dn());
    AdminActView view =
        new AdminActView(
            AccountInPath.of(account),
            Paths.PREFIX + visit.path(),
            lead,
            labels,
            visit.isOwn(account),
            views.messages().text(submitKey));
    return Views.page(200, out -> JteadminActGenerated.render(out, null, frame, view));
  }

  private Reply revoke(Visit visit, Account account, AppPassword of) {
    int live = texts.live(account, of);
    administration.revoke(visit.proof(), account.id(), of.id());
    return done(visit, account, views.messages().text("revoke.done", of.label(), live));
  }

  private Reply askRevokeAll(Visit visit, Account account) {
    if (account.appPasswords().isEmpty()) {
      return Reply.seeOther(AccountInPath.of(account));
    }
    Frame frame = views.frame(visit, "admin.revokeAllTitle", "admin", Views.name(account));
    List<String> labels = account.appPasswords().stream().map(AppPassword::label).toList();
    String lead = views.messages().text("revokeAll.lead", labels.size());
    return ask(frame, visit, account, lead, labels, "revokeAll.submit");
  }

  private Reply revokeAll(Visit visit, Account account) {
    int live = texts.live(account);
    int revoked = administration.revokeAll(visit.proof(), account.id());
    return done(visit, account, views.messages().text("revokeAll.done", revoked, live));
  }

  private Reply askReset(Visit visit, Account account) {
    if (account.factors().equals(EnrolledFactors.NONE)) {
      return Reply.seeOther(AccountInPath.of(account));
    }
    Frame frame = views.frame(visit, "admin.resetTitle", "admin", Views.name(account));
    String lead = views.messages().text("admin.resetLead");
    return ask(frame, visit, account, lead, List.of(), "admin.resetSubmit");
  }

  private Reply reset(Visit visit, Account account) {
    administration.resetSecondFactors(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.resetDone"));
  }

  private Reply askDisable(Visit visit, Account account) {
    Frame frame = views.frame(visit, "admin.disableTitle", "admin", Views.name(account));
    String lead = views.messages().text("admin.disableLead", texts.live(account));
    return ask(frame, visit, account, lead, List.of(), "admin.disableSubmit");
  }

  private Reply disable(Visit visit, Account account) {
    administration.disable(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.disabled"));
  }

  private Reply askEnable(Visit visit, Account account) {
    Frame frame = views.frame(visit, "admin.enableTitle", "admin", Views.name(account));
    String lead = views.messages().text("admin.enableLead", account.appPasswords().size());
    return ask(frame, visit, account, lead, List.of(), "admin.enableSubmit");
  }

  private Reply enable(Visit visit, Account account) {
    administration.enable(visit.proof(), account.id());
    return done(visit, account, views.messages().text("admin.enabled"));
  }

  private static Reply done(Visit visit, Account account, String text) {
    visit.session().flash(text);
    return Reply.seeOther(AccountInPath.of(account));
  }
}
