// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.Poll;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.faults.AccountState.Revoked;
import org.latchkey.integration.faults.AccountState.Seen;
import org.latchkey.integration.faults.Change.ChangePrimaryPassword;
import org.latchkey.integration.faults.Change.Make;
import org.latchkey.integration.portal.PrimaryPasswordCheck;

/** Holds a server that was killed and started again against what it had acknowledged. */
final class Verdict {
  /**
   * Older ones are looked at in an earlier round, and may be forgotten by the server: it keeps 25,
   * and of those that one change revoked together any.
   */
  private static final int REVOKED_LOOKED_AT = 25 - Change.MOST_LABELS;

  private final Child child;
  private final Tree tree;
  private final LDAPConnection users;
  private final List<String> wrongs = new ArrayList<>();

  private Verdict(Child child, Tree tree, LDAPConnection users) {
    this.child = child;
    this.tree = tree;
    this.users = users;
  }

  /** What is lost or torn; the actors know what is there from now on. */
  static List<String> on(Child child, List<Actor> actors) throws Exception {
    try (Admin admin = child.admin();
        LDAPConnection users = TestServer.connect(child.port("ldap"))) {
      Tree tree = Tree.walk(admin.connection());
      Verdict verdict = new Verdict(child, tree, users);
      verdict.wrongs.addAll(tree.disagreements());
      for (Actor actor : actors) {
        verdict.judge(actor);
      }
      return verdict.wrongs;
    }
  }

  private void judge(Actor actor) throws Exception {
    AccountState before = actor.state();
    Optional<AccountState> after =
        actor.inFlight().map(change -> change.after(before, Optional.empty()));
    if (isSo(before) && actor.inFlight().orElse(null) instanceof Make make) {
      settle(actor, oldSecretOrUnknown(before, make));
    } else if (after.isPresent() && isSo(after.get()) && hasNewPrimaryPassword(actor, before)) {
      settle(actor, after.get());
    } else if (isSo(before)) {
      settle(actor, before);
    } else {
      wrongs.add(
          actor.name()
              + " has "
              + tree.find(before.mail())
              + ", not "
              + before.seen()
              + actor.inFlight().map(change -> " with or without " + change).orElse(""));
      settle(actor, before);
    }
  }

  /** Whether the tree has the account like this. */
  private boolean isSo(AccountState state) {
    Optional<Seen> seen = tree.find(state.mail());
    return state.present() ? seen.equals(Optional.of(state.seen())) : seen.isEmpty();
  }

  /** Of a change of it: one of an account without app passwords can't be seen in the tree. */
  private boolean hasNewPrimaryPassword(Actor actor, AccountState before) throws Exception {
    return !isSo(before)
        || !(actor.inFlight().orElse(null) instanceof ChangePrimaryPassword change)
        || isPrimaryPassword(before.uid(), change.password());
  }

  /** The same label, and either the secret that it had or one that nobody has seen. */
  private AccountState oldSecretOrUnknown(AccountState before, Make make) throws IOException {
    Optional<String> old = before.secrets().getOrDefault(make.label(), Optional.empty());
    return old.isEmpty() || signsIn(before.uid(), old.get())
        ? before
        : make.after(before, Optional.empty());
  }

  private void settle(Actor actor, AccountState found) throws Exception {
    actor.settle(found);
    String name = actor.name() + " (" + found.uid() + "): ";
    if (found.present() && !isPrimaryPassword(found.uid(), found.primaryPassword())) {
      wrongs.add(name + "the primary password is lost");
    }
    if (!found.present() && (tree.knows("uid", found.uid()) || tree.knows("mail", found.mail()))) {
      wrongs.add(name + "is deleted and found");
    }
    new TreeMap<>(found.secrets())
        .forEach(
            (label, secret) -> {
              if (secret.isPresent() && !signsIn(found.uid(), secret.get())) {
                wrongs.add(name + "the app password " + label + " is lost");
              }
            });
    List<Revoked> revoked = found.revoked();
    List<Revoked> last =
        revoked.subList(Math.max(0, revoked.size() - REVOKED_LOOKED_AT), revoked.size()).stream()
            .filter(each -> each.secret().isPresent())
            .toList();
    for (Revoked each : last) {
      ResultCode answer = bind(found.uid(), each.secret().orElseThrow());
      if (!answer.equals(ResultCode.INVALID_CREDENTIALS)) {
        wrongs.add(name + "revoked " + each.label() + " is answered with " + answer);
      }
    }
    checkTombstones(last, name);
  }

  /** The log names what is refused by its tombstone; the server keeps 25 of an account. */
  private void checkTombstones(List<Revoked> lookedAt, String name) throws Exception {
    for (Revoked each : lookedAt) {
      if (each.tombstone()) {
        String line = "reason=revoked detail=\"" + each.label() + "\"";
        Poll.until(name + line, () -> child.log().contains(line));
      }
    }
  }

  private boolean isPrimaryPassword(String uid, String password) throws Exception {
    return PrimaryPasswordCheck.isRight(
        TlsClient.trusting(child.certificate()), child.port("https"), uid, password);
  }

  private boolean signsIn(String uid, String secret) {
    try (LineClient client = LineClient.greeted(child.port("imap"))) {
      return client.imapLogin(uid, secret).startsWith("a OK");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ResultCode bind(String uid, String secret) throws LDAPException {
    try {
      return users.bind(TestAccount.of(uid).dnIn("imap"), secret).getResultCode();
    } catch (LDAPException e) {
      return e.getResultCode();
    }
  }
}
