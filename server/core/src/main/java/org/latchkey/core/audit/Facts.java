// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.signin.SignInOutcome;

/**
 * What an event tells: its name and its facts, in order. The one place that says which, for every
 * form the audit is written in; none is a secret. Belongs to one thread.
 */
final class Facts {
  private static final Set<ChangeKind> NAMING =
      EnumSet.of(ChangeKind.ACCOUNT_ADDED, ChangeKind.ACCOUNT_CHANGED, ChangeKind.ACCOUNT_RENAMED);

  private final String event;
  private final List<Fact> all = new ArrayList<>(10);

  /** Something an event tells. */
  sealed interface Fact {
    String key();
  }

  /** A word of our own making: an id, an address. */
  record Word(String key, String value) implements Fact {}

  /** A number. */
  record Count(String key, long value) implements Fact {}

  /** Somebody else's text: anything at all may be in it. */
  record Text(String key, String value) implements Fact {}

  private Facts(String event) {
    this.event = event;
  }

  String event() {
    return event;
  }

  List<Fact> all() {
    return all;
  }

  static Facts of(AuditEvent event) {
    return switch (event) {
      case AuditEvent.SignInDecided decided -> signIn(decided);
      case AuditEvent.SignedOut out ->
          new Facts("sign-out").session(out.session()).word("reason", out.reason().id());
      case AuditEvent.SessionClosed closed -> new Facts("session-closed").session(closed.session());
      case AuditEvent.UpstreamFailed failed ->
          new Facts("upstream-failed")
              .session(failed.session())
              .text("upstream", failed.upstream())
              .word("reason", failed.reason().id())
              .text("detail", failed.detail());
      case AuditEvent.PortalEvent portal ->
          new Facts("portal")
              .word("act", portal.act().id())
              .word("client", LogLine.address(portal.client()))
              .textIfAny("user", shown(portal.name()))
              .account(portal.account())
              .textIfAny("detail", portal.detail());
      case AuditEvent.Changed changed ->
          new Facts("change")
              .word("what", changed.change().kind().id())
              .word("account", changed.change().account())
              .text("dn", changed.change().target())
              .text("by", changed.change().by())
              .textIfAny("logins", logins(changed.change()));
      case AuditEvent.EntryChanged changed ->
          new Facts("entry")
              .word("what", changed.act().id())
              .text("dn", changed.dn())
              .text("by", changed.by());
      case AuditEvent.RefusalsSummed summed ->
          new Facts("refusals")
              .word("what", summed.refusal().what())
              .word(
                  "source",
                  summed.refusal().source().isEmpty() ? "others" : summed.refusal().source())
              .idIfAny(summed.refusal().account())
              .wordIfAny("reason", summed.refusal().reason())
              .count("count", summed.count())
              .word("since", summed.since().truncatedTo(ChronoUnit.MILLIS));
      case AuditEvent.SprayingSeen seen ->
          new Facts("spraying")
              .word("kind", seen.kind().id())
              .word("client", LogLine.address(seen.client()))
              .textIfAny("user", shown(seen.name()))
              .account(seen.account());
    };
  }

  /** What an account is called from then on, where that may have changed. */
  private static String logins(DirectoryChange change) {
    return NAMING.contains(change.kind())
        ? change.now().map(now -> String.join(" ", new TreeSet<>(now.logins()))).orElse("")
        : "";
  }

  private static Facts signIn(AuditEvent.SignInDecided decided) {
    Facts facts =
        new Facts("sign-in")
            .word("service", decided.service().id())
            .word("client", LogLine.address(decided.request().client()))
            .text("user", shown(decided.request().name()))
            .account(decided.account());
    facts =
        switch (decided.outcome()) {
          case SignInOutcome.Granted granted ->
              facts
                  .word("outcome", "granted")
                  .word("app-password", granted.session().appPassword().id())
                  .word("session", granted.session().id());
          case SignInOutcome.Denied denied ->
              facts.word("outcome", "denied").word("reason", denied.reason().id());
          case SignInOutcome.TryLater later ->
              facts.word("outcome", "try-later").text("reason", later.why());
        };
    return facts.textIfAny("detail", decided.detail()).count("us", decided.nanos() / 1000);
  }

  /** No name has a NUL; behind one stands a secret when a client takes LOGIN for PLAIN. */
  private static String shown(String name) {
    int nul = name.indexOf('\0');
    return nul < 0 ? name : name.substring(0, nul + 1);
  }

  private Facts session(LiveSession session) {
    return word("service", session.service().id())
        .word("client", LogLine.address(session.client()))
        .word("account", session.account())
        .word("app-password", session.appPassword().id())
        .word("session", session.id())
        .textIfAny("client-name", session.clientName());
  }

  private Facts account(Optional<Account> account) {
    return idIfAny(account.map(Account::id));
  }

  private Facts idIfAny(Optional<AccountId> account) {
    return account.isEmpty() ? this : word("account", account.get());
  }

  private Facts wordIfAny(String key, String value) {
    return value.isEmpty() ? this : word(key, value);
  }

  private Facts word(String key, Object value) {
    all.add(new Word(key, value.toString()));
    return this;
  }

  private Facts count(String key, long value) {
    all.add(new Count(key, value));
    return this;
  }

  private Facts text(String key, String value) {
    all.add(new Text(key, value));
    return this;
  }

  private Facts textIfAny(String key, String value) {
    return value.isEmpty() ? this : text(key, value);
  }
}
