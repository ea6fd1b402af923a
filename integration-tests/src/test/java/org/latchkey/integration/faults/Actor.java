// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.Optional;
import java.util.Random;
import org.latchkey.integration.Admin;

/**
 * Does one thing after the other to one account and writes down what was acknowledged, until the
 * server is killed. Belongs to one thread at a time.
 */
final class Actor {
  private final String name;
  private final Random random;
  private int count;
  private int acknowledged;
  private AccountState state;
  private Optional<Change> inFlight = Optional.empty();

  Actor(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
    this.state = AccountState.absent(name, name + "@example.org");
  }

  /** Goes on until the connection breaks; a refusal is an error. */
  void act(Admin admin) throws LDAPException {
    while (true) {
      Change change = Change.next(state, name + "x" + count++, random);
      inFlight = Optional.of(change);
      try {
        Optional<String> secret = change.perform(admin, state);
        state = change.after(state, secret);
      } catch (LDAPException e) {
        if (e.getResultCode().isClientSideResultCode()) {
          return;
        }
        throw new LDAPException(
            e.getResultCode(), change + " of " + state.seen() + ": " + e.getMessage(), e);
      }
      inFlight = Optional.empty();
      acknowledged++;
    }
  }

  int acknowledged() {
    return acknowledged;
  }

  String name() {
    return name;
  }

  /** What is acknowledged. */
  AccountState state() {
    return state;
  }

  /** What may have been done, too. */
  Optional<Change> inFlight() {
    return inFlight;
  }

  /** Takes over what the restarted server has. */
  void settle(AccountState found) {
    state = found;
    inFlight = Optional.empty();
  }
}
