// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An account as the server has acknowledged it.
 *
 * @param secrets of its app passwords by label; empty where the server made one and was killed
 *     before it could tell
 * @param revoked secrets that were good once, by their last label, of this account only
 */
record AccountState(
    boolean present,
    String uid,
    String mail,
    String primaryPassword,
    SortedMap<String, Optional<String>> secrets,
    List<Revoked> revoked) {

  /**
   * A secret that is no good any more.
   *
   * @param secret empty where nobody but the server has seen it: its tombstone counts all the same
   * @param tombstone whether the server remembers it
   */
  record Revoked(String label, Optional<String> secret, boolean tombstone) {}

  AccountState {
    secrets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    revoked = List.copyOf(revoked);
  }

  /** One that isn't there yet. */
  static AccountState absent(String uid, String mail) {
    return new AccountState(false, uid, mail, "", new TreeMap<>(), List.of());
  }

  /** What can be seen of it in the tree. */
  Seen seen() {
    return new Seen(uid, mail, List.copyOf(secrets.keySet()));
  }

  /** An account with its labels, sorted. */
  record Seen(String uid, String mail, List<String> labels) {}

  AccountState added(String newUid, String newMail, String password) {
    return new AccountState(true, newUid, newMail, password, new TreeMap<>(), List.of());
  }

  AccountState deleted() {
    return new AccountState(false, uid, mail, "", new TreeMap<>(), allRevoked(false));
  }

  AccountState renamed(String newUid) {
    return new AccountState(present, newUid, mail, primaryPassword, secrets, revoked);
  }

  AccountState withPrimaryPassword(String password) {
    return new AccountState(present, uid, mail, password, new TreeMap<>(), allRevoked(true));
  }

  AccountState with(String label, Optional<String> secret) {
    SortedMap<String, Optional<String>> changed = new TreeMap<>(secrets);
    Optional<String> before = changed.getOrDefault(label, Optional.empty());
    changed.put(label, secret);
    return replaced(changed, before.map(old -> new Revoked(label, before, false)));
  }

  AccountState without(String label) {
    SortedMap<String, Optional<String>> changed = new TreeMap<>(secrets);
    Optional<String> before = changed.getOrDefault(label, Optional.empty());
    changed.remove(label);
    return replaced(changed, Optional.of(new Revoked(label, before, true)));
  }

  AccountState relabelled(String label, String newLabel) {
    SortedMap<String, Optional<String>> changed = new TreeMap<>(secrets);
    changed.put(newLabel, changed.getOrDefault(label, Optional.empty()));
    changed.remove(label);
    return replaced(changed, Optional.empty());
  }

  private AccountState replaced(
      SortedMap<String, Optional<String>> changed, Optional<Revoked> gone) {
    List<Revoked> all = new ArrayList<>(revoked);
    gone.ifPresent(all::add);
    return new AccountState(present, uid, mail, primaryPassword, changed, all);
  }

  private List<Revoked> allRevoked(boolean tombstones) {
    List<Revoked> all = new ArrayList<>();
    revoked.forEach(
        each -> all.add(new Revoked(each.label(), each.secret(), each.tombstone() && tombstones)));
    secrets.forEach((label, secret) -> all.add(new Revoked(label, secret, tombstones)));
    return all;
  }
}
