// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Comparator;
import java.util.List;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.portal.template.JtedevicesGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** What is connected right now, and what still tries with an app password that was revoked. */
final class DevicesPages {
  private final Views views;
  private final LiveSessions sessions;
  private final AccountHistory history;
  private final AppPasswordTexts texts;
  private final Acts acts;

  DevicesPages(
      Views views,
      LiveSessions sessions,
      AccountHistory history,
      AppPasswordTexts texts,
      Acts acts) {
    this.views = views;
    this.sessions = sessions;
    this.history = history;
    this.texts = texts;
    this.acts = acts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/devices", Access.SIGNED_IN, this::list),
        Route.post("/devices/sign-out", Access.SIGNED_IN, this::signOutAll).on("/devices"),
        Route.post("/devices/:id/sign-out", Access.SIGNED_IN, this::signOut).on("/devices"));
  }

  private Reply list(Visit visit) {
    Account me = visit.me();
    Frame frame = views.frame(visit, "devices.title", "devices");
    return Views.page(
        200, out -> JtedevicesGenerated.render(out, null, frame, connected(me), stillTrying(me)));
  }

  /** The account's live sessions in words, the newest first. */
  List<DeviceRow> connected(Account account) {
    return sessions.of(account.id()).stream()
        .sorted(Comparator.comparing(LiveSession::since).reversed())
        .map(this::row)
        .toList();
  }

  private DeviceRow row(LiveSession session) {
    String name =
        session.clientName().isEmpty()
            ? views.messages().text("devices.unnamed")
            : session.clientName();
    return new DeviceRow(
        session.id(),
        name,
        session.appPassword().label(),
        views
            .messages()
            .text(
                "devices.since",
                texts.service(session.service()),
                session.client().getAddress().getHostAddress(),
                views.messages().time(session.since())));
  }

  private List<DeviceRow> stillTrying(Account account) {
    return history.stillTrying(account.id()).stream().map(this::row).toList();
  }

  private DeviceRow row(AccountEvent tried) {
    return new DeviceRow(
        "",
        tried.client(),
        tried.label(),
        views
            .messages()
            .text("devices.tried", views.messages().time(tried.time()), tried.address()));
  }

  private Reply signOut(Visit visit) {
    String id = visit.parameter("id");
    int ended =
        sessions.signOut(
            visit.me().id(), each -> each.id().equals(id), SignOutReason.SIGNED_OUT_BY_OWNER);
    if (ended == 0) {
      acts.tell(PortalAct.REQUEST_REFUSED, visit, "no-such-session " + id);
    }
    return done(visit, views.messages().text("devices.signedOut", ended));
  }

  private Reply signOutAll(Visit visit) {
    int ended = sessions.signOut(visit.me().id(), each -> true, SignOutReason.SIGNED_OUT_BY_OWNER);
    return done(
        visit,
        ended == 0
            ? views.messages().text("devices.noneSignedOut")
            : views.messages().text("devices.signedOut", ended));
  }

  private Reply done(Visit visit, String text) {
    visit.session().flash(text);
    return Reply.seeOther(Paths.DEVICES);
  }
}
