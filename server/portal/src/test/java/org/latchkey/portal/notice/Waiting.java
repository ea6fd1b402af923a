// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.notice.Notice;
import org.latchkey.core.notice.NoticeQueue;
import org.latchkey.portal.text.People;

/** A queue in memory, with the accounts that its notices are for. */
final class Waiting implements NoticeQueue {
  static final Instant TIME = Instant.parse("2026-03-01T12:00:00.789Z");

  private final Map<Long, Notice> notices = new LinkedHashMap<>();
  private final Map<AccountId, Account> accounts = new LinkedHashMap<>();
  private long last;
  private int failingRemovals;
  private @Nullable AccountId broken;

  static AccountId id(String uid) {
    return new AccountId(UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)));
  }

  static Account account(String uid, String... mail) {
    return new Account(
        id(uid),
        "uid=" + uid + ",ou=people,dc=example,dc=org",
        Set.of(uid),
        false,
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of("uid", List.of(uid), "mail", List.of(mail)),
        1);
  }

  synchronized void hold(Account account) {
    accounts.put(account.id(), account);
  }

  /** Looking for this account meets a bug. */
  synchronized void breakAccount(String uid) {
    broken = id(uid);
  }

  synchronized Optional<Account> find(AccountId account) {
    if (account.equals(broken)) {
      throw new IllegalStateException("a bug");
    }
    return Optional.ofNullable(accounts.get(account));
  }

  /** Whoever is held, by their login names. */
  People people() {
    return new People(this::findByLogin);
  }

  private synchronized Optional<Account> findByLogin(String login) {
    return accounts.values().stream()
        .filter(account -> account.logins().contains(login))
        .findFirst();
  }

  /** Queues one and returns what the feed says of it. */
  synchronized DirectoryChange add(
      String uid, ChangeKind change, String label, String by, Instant time) {
    last++;
    notices.put(last, new Notice(last, change, id(uid), label, by, time));
    return new DirectoryChange(id(uid), Optional.empty(), change, "", by, last);
  }

  DirectoryChange add(String uid, ChangeKind change) {
    return add(uid, change, "Phone", "cn=admin,dc=example,dc=org", TIME);
  }

  /** The next removals fail. */
  synchronized void failRemovals(int count) {
    failingRemovals = count;
  }

  @Override
  public synchronized List<Notice> waiting(long after, int most) {
    return new ArrayList<>(notices.values())
        .stream().filter(each -> each.number() > after).limit(most).toList();
  }

  @Override
  public synchronized void remove(long number) {
    if (failingRemovals > 0) {
      failingRemovals--;
      throw new DirectoryUnavailableException("the disk is full");
    }
    notices.remove(number);
    notifyAll();
  }

  /** Waits until these are left. */
  synchronized void awaitLeft(int count) throws InterruptedException {
    while (notices.size() != count) {
      wait();
    }
  }
}
