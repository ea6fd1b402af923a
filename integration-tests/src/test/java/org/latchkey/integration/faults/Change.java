// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.latchkey.integration.Admin;
import org.latchkey.integration.TestAccount;

/** One thing that an admin does to an account. */
sealed interface Change {
  int MOST_LABELS = 12;

  record Add(String uid, String mail, String password) implements Change {}

  /** Of an app password, or of another secret for it. */
  record Make(String label) implements Change {}

  record Revoke(String label) implements Change {}

  record ChangePrimaryPassword(String password) implements Change {}

  record Rename(String uid) implements Change {}

  record Relabel(String label, String newLabel) implements Change {}

  record Delete() implements Change {}

  /**
   * What could be done next.
   *
   * @param name one that was never used before
   */
  static Change next(AccountState account, String name, RandomGenerator random) {
    if (!account.present()) {
      return new Add(name, name + "@example.org", "primary password of " + name);
    }
    List<String> labels = List.copyOf(account.secrets().keySet());
    String any = labels.isEmpty() ? "" : labels.get(random.nextInt(labels.size()));
    int dice = random.nextInt(100);
    if (labels.isEmpty() || (dice < 45 && labels.size() < MOST_LABELS)) {
      return new Make(name);
    }
    if (dice < 52) {
      return new Make(any);
    }
    if (dice < 76) {
      return new Revoke(any);
    }
    if (dice < 84) {
      return new Relabel(any, name);
    }
    if (dice < 90) {
      return new Rename(name);
    }
    return dice < 97 ? new ChangePrimaryPassword("primary password " + name) : new Delete();
  }

  /** Does it, and returns the secret that the server made; empty when it made none. */
  default Optional<String> perform(Admin admin, AccountState account) throws LDAPException {
    TestAccount before = TestAccount.of(account.uid());
    switch (this) {
      case Add add -> admin.addAccount(TestAccount.of(add.uid(), add.mail(), add.password()));
      case Make make -> {
        return Optional.of(admin.generate(before.appPasswordDn(make.label())));
      }
      case Revoke revoke -> admin.delete(before.appPasswordDn(revoke.label()));
      case ChangePrimaryPassword change -> admin.changePassword(before.dn(), change.password());
      case Rename rename -> {
        var _ = admin.connection().modifyDN(before.dn(), "uid=" + rename.uid(), true);
      }
      case Relabel relabel -> {
        var _ =
            admin
                .connection()
                .modifyDN(before.appPasswordDn(relabel.label()), "cn=" + relabel.newLabel(), true);
      }
      case Delete _ -> admin.delete(before.dn());
    }
    return Optional.empty();
  }

  /** The account once it is done. */
  default AccountState after(AccountState before, Optional<String> secret) {
    return switch (this) {
      case Add add -> before.added(add.uid(), add.mail(), add.password());
      case Make make -> before.with(make.label(), secret);
      case Revoke revoke -> before.without(revoke.label());
      case ChangePrimaryPassword change -> before.withPrimaryPassword(change.password());
      case Rename rename -> before.renamed(rename.uid());
      case Relabel relabel -> before.relabelled(relabel.label(), relabel.newLabel());
      case Delete _ -> before.deleted();
    };
  }
}
