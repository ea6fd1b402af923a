// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends the same operations to two servers and keeps what they answer differently. After a change
 * that one made and the other refused, the entry is deleted in both, so that they hold the same
 * again.
 */
public final class Comparison {
  private static final int MOST_KEPT = 200;

  private final Target ours;
  private final Target theirs;
  private final World world;
  private final Differences differences;
  private final List<String> found = new ArrayList<>();
  private final Map<Integer, Integer> codes = new TreeMap<>();
  private int count;

  /**
   * @param ours the server under test
   * @param theirs the one it is compared with
   * @param differences which of their differences are meant
   */
  public Comparison(Target ours, Target theirs, World world, Differences differences) {
    this.ours = ours;
    this.theirs = theirs;
    this.world = world;
    this.differences = differences;
  }

  /** Sends one operation to both. */
  public void ask(Operation operation) throws Exception {
    count++;
    Answer our = ours.ask(operation);
    Answer their = theirs.ask(operation);
    codes.merge(their.code(), 1, Integer::sum);
    if (!differences.agree(operation, our, their) && found.size() < MOST_KEPT) {
      found.add(told(operation, our, their));
    }
    if (operation.isChange()) {
      follow(operation, our.code() == 0, their.code() == 0);
    }
  }

  private static String told(Operation operation, Answer our, Answer their) {
    return "%s%n  ours:   %s%n  theirs: %s".formatted(operation, our, their);
  }

  private void follow(Operation operation, boolean weDid, boolean theyDid) throws Exception {
    if (weDid != theyDid) {
      forget(operation);
      return;
    }
    if (!weDid) {
      return;
    }
    switch (operation) {
      case Operation.Add add -> world.added(add.dn());
      case Operation.Delete delete -> world.removed(delete.dn());
      case Operation.ModifyDn move -> {
        world.removed(move.dn());
        world.added(renamed(move));
        sameEntry(renamed(move));
      }
      case Operation.Modify modify -> sameEntry(modify.dn());
      default -> {
        // changes no name
      }
    }
  }

  /** What a change has made of an entry is compared at once, so that its cause is known. */
  private void sameEntry(String dn) throws Exception {
    Operation.Search read =
        new Operation.Search(
            dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), List.of("*"));
    Answer our = ours.ask(read);
    Answer their = theirs.ask(read);
    if (!differences.agree(read, our, their)) {
      if (found.size() < MOST_KEPT) {
        found.add("after the change before: " + told(read, our, their));
      }
      drop(dn);
    }
  }

  private void forget(Operation operation) throws Exception {
    switch (operation) {
      case Operation.Add add -> drop(add.dn());
      case Operation.Delete delete -> drop(delete.dn());
      case Operation.Modify modify -> drop(modify.dn());
      case Operation.ModifyDn move -> {
        drop(move.dn());
        drop(renamed(move));
      }
      default -> throw new IllegalArgumentException("no change");
    }
  }

  private void drop(String dn) throws Exception {
    ours.ask(new Operation.Delete(dn));
    theirs.ask(new Operation.Delete(dn));
    world.removed(dn);
  }

  private static String renamed(Operation.ModifyDn move) {
    String superior = move.newSuperior();
    return move.newRdn() + "," + (superior == null ? World.parentOf(move.dn()) : superior);
  }

  /** What was answered differently and is not meant to be, with both answers. */
  public List<String> found() {
    return List.copyOf(found);
  }

  /** How many operations were sent, and how often each result code was theirs. */
  public String summary() {
    return count + " operations, result codes " + codes;
  }
}
