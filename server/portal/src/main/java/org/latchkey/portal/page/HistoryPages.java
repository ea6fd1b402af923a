// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.portal.template.JtehistoryGenerated;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** The last events of a person's account. */
final class HistoryPages {
  private final Views views;
  private final AccountHistory history;

  HistoryPages(Views views, AccountHistory history) {
    this.views = views;
    this.history = history;
  }

  List<Route> routes() {
    return List.of(Route.get("/history", Access.SIGNED_IN, this::list));
  }

  private Reply list(Visit visit) {
    Frame frame = views.frame(visit, "history.title", "history");
    return Views.page(200, out -> JtehistoryGenerated.render(out, null, frame, rows(visit.me())));
  }

  /** An account's events in words, the newest first. */
  List<EventRow> rows(Account account) {
    Map<String, String> actors = new HashMap<>();
    return history.of(account.id()).stream()
        .map(
            event ->
                row(
                    event,
                    event.by().isEmpty() || event.isBy(account.dn())
                        ? ""
                        : actors.computeIfAbsent(event.by(), views::actor)))
        .toList();
  }

  private EventRow row(AccountEvent event, String by) {
    String kind = event.kind().id();
    String what =
        views.messages().textOr("event." + kind + "." + event.what(), kind + ": " + event.what());
    String service =
        event.service().isEmpty()
            ? ""
            : views.messages().textOr("service." + event.service(), event.service());
    String details =
        Stream.of(label(event), service, event.client(), event.address(), by)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" · "));
    return new EventRow(views.messages().time(event.time()), what, details);
  }

  /** The app password's, or the means in words. */
  private String label(AccountEvent event) {
    return event.tellsMeans()
        ? views.messages().textOr("detail." + event.label(), event.label())
        : event.label();
  }
}
