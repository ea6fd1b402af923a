// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.notice;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.name.Dn;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.notice.Notice;
import org.latchkey.core.notice.NoticeQueue;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbTransaction;
import org.latchkey.directory.partition.LmdbWriteTxn;
import org.latchkey.directory.rules.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue of notices in the directory's database. */
public final class StoredNotices implements NoticeQueue, Changes.Notices {
  private static final Logger log = LoggerFactory.getLogger(StoredNotices.class);

  /** Then the oldest go: by then nobody has minded the relay for a long time. */
  private static final int MOST = 10_000;

  private final LmdbEnvironment environment;
  private final InstantSource clock;
  private final int most;
  private volatile boolean overflows;

  public StoredNotices(LmdbEnvironment environment, InstantSource clock) {
    this(environment, clock, MOST);
  }

  StoredNotices(LmdbEnvironment environment, InstantSource clock, int most) {
    this.environment = environment;
    this.clock = clock;
    this.most = most;
  }

  @Override
  public void queue(LmdbWriteTxn txn, AccountId account, ChangeKind change, Dn target, String by) {
    Optional<Notice.Kind> kind = Notice.Kind.of(change);
    if (kind.isEmpty()) {
      return;
    }
    String label = kind.get() == Notice.Kind.APP_PASSWORD_MADE ? target.getRdn().getValue() : "";
    if (add(txn.records(), change, account, label, by)) {
      txn.afterCommit(version -> warnOnce());
    }
  }

  /** Adds one, and returns whether an older one had to go for it. */
  boolean add(LmdbTransaction txn, ChangeKind change, AccountId account, String label, String by) {
    NoticeRecords records = new NoticeRecords(txn);
    records.add(number -> new Notice(number, change, account, label, by, clock.instant()));
    return records.shrinkTo(most) > 0;
  }

  /** One line from the first that goes until there is room again. */
  private void warnOnce() {
    if (!overflows) {
      overflows = true;
      log.warn("event=notices-dropped reason=\"{} wait already: is the relay down?\"", most);
    }
  }

  @Override
  public List<Notice> waiting(long after, int wanted) {
    try (LmdbTransaction txn = environment.read()) {
      return new NoticeRecords(txn).oldest(after, wanted);
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("the notices can't be read", e);
    }
  }

  @Override
  public void remove(long number) {
    try (LmdbTransaction txn = environment.write()) {
      new NoticeRecords(txn).remove(number);
      txn.commit();
      overflows = false;
    } catch (RuntimeException e) {
      throw new DirectoryUnavailableException("a notice can't be removed", e);
    }
  }
}
