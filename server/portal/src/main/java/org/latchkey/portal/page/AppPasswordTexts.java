// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.portal.text.Messages;

/** Puts app passwords into words, for their owner and for admins. */
final class AppPasswordTexts {
  private final Messages m;
  private final LiveSessions sessions;
  private final UnaryOperator<String> actors;
  private final InstantSource clock;

  /**
   * @param actors what somebody is called, by their DN
   */
  AppPasswordTexts(
      Messages messages, LiveSessions sessions, UnaryOperator<String> actors, InstantSource clock) {
    this.m = messages;
    this.sessions = sessions;
    this.actors = actors;
    this.clock = clock;
  }

  /** All of an account, the newest first. */
  List<AppPasswordRow> rows(Account account) {
    return account.appPasswords().stream()
        .sorted(Comparator.comparing(AppPassword::made).reversed())
        .map(each -> row(account, each))
        .toList();
  }

  AppPasswordRow row(Account account, AppPassword each) {
    int live = live(account, each);
    return new AppPasswordRow(
        each.id().toString(),
        each.label(),
        services(each.services()),
        each.madeBy().equalsIgnoreCase(account.dn())
            ? m.text("made", m.time(each.made()))
            : m.text("madeBy", m.time(each.made()), actors.apply(each.madeBy())),
        each.lastUse()
            .map(
                use ->
                    m.text(
                        use.client().isEmpty() ? "lastUse" : "lastUseClient",
                        m.time(use.time()),
                        use.address(),
                        service(use.service()),
                        use.client()))
            .orElseGet(() -> m.text(live == 0 ? "neverUsed" : "usedNow")),
        isExpired(each) ? m.text("expired", m.time(each.expires().orElseThrow())) : "",
        limits(each),
        live == 0 ? "" : m.text("sessions", live));
  }

  /** How many an account has that have not expired. */
  int active(Account account) {
    return (int) account.appPasswords().stream().filter(each -> !isExpired(each)).count();
  }

  private boolean isExpired(AppPassword each) {
    return each.isExpired(clock.instant());
  }

  /** How many sessions it has open. */
  int live(Account account, AppPassword of) {
    Collection<LiveSession> all = sessions.of(account.id());
    return (int) all.stream().filter(each -> each.appPassword().id().equals(of.id())).count();
  }

  /** How many sessions all of an account have open. */
  int live(Account account) {
    return sessions.of(account.id()).size();
  }

  String services(Collection<Service> services) {
    return services.stream().sorted().map(this::service).collect(Collectors.joining(", "));
  }

  String service(Service service) {
    return m.text("service." + service.id());
  }

  private String limits(AppPassword of) {
    List<String> limits = new ArrayList<>();
    of.expires()
        .filter(end -> !isExpired(of))
        .ifPresent(end -> limits.add(m.text("expires", m.time(end))));
    if (!of.networks().isEmpty()) {
      limits.add(
          m.text(
              "networks",
              of.networks().stream().map(Cidr::toString).collect(Collectors.joining(", "))));
    }
    of.idleLimit().ifPresent(limit -> limits.add(idleLimit(m, limit)));
    return String.join(" · ", limits);
  }

  static String idleLimit(Messages m, Duration limit) {
    return limit.toDays() > 0 && limit.equals(Duration.ofDays(limit.toDays()))
        ? m.text("idleLimit", limit.toDays())
        : m.text("idleLimitHours", limit.toHours());
  }
}
