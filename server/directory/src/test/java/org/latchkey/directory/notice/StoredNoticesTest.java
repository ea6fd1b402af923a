// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.notice.Notice;
import org.latchkey.directory.lmdb.LmdbEnvironment;
import org.latchkey.directory.lmdb.LmdbEnvironment.Durability;
import org.latchkey.directory.lmdb.LmdbTransaction;

final class StoredNoticesTest {
  private static final AccountId ALICE = AccountId.of("11111111-2222-3333-4444-555555555555");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

  @TempDir Path folder;

  private static boolean add(LmdbEnvironment environment, StoredNotices notices) {
    try (LmdbTransaction txn = environment.write()) {
      boolean dropped = notices.add(txn, ChangeKind.APP_PASSWORD_ADDED, ALICE, "Phone", "cn=admin");
      txn.commit();
      return dropped;
    }
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws Exception {
    try (LmdbEnvironment environment =
        new LmdbEnvironment(folder, 1 << 20, Durability.EACH_COMMIT)) {
      StoredNotices notices = new StoredNotices(environment, InstantSource.fixed(NOW), 3);
      for (int i = 0; i < 3; i++) {
        assertFalse(add(environment, notices));
      }
      assertTrue(add(environment, notices));
      assertEquals(
          List.of(2L, 3L, 4L), notices.waiting(0, 10).stream().map(Notice::number).toList());
      notices.remove(2);
      assertFalse(add(environment, notices));
    }
  }

  @Test
  void noticeIsReadAsItWasQueued() throws Exception {
    try (LmdbEnvironment environment =
        new LmdbEnvironment(folder, 1 << 20, Durability.EACH_COMMIT)) {
      StoredNotices notices = new StoredNotices(environment, InstantSource.fixed(NOW));
      assertFalse(add(environment, notices));
      assertEquals(
          new Notice(1, ChangeKind.APP_PASSWORD_ADDED, ALICE, "Phone", "cn=admin", NOW),
          notices.waiting(0, 10).getFirst());
    }
  }

  @Test
  void whatIsRolledBackIsNotQueued() throws Exception {
    try (LmdbEnvironment environment =
        new LmdbEnvironment(folder, 1 << 20, Durability.EACH_COMMIT)) {
      StoredNotices notices = new StoredNotices(environment, InstantSource.fixed(NOW));
      try (LmdbTransaction txn = environment.write()) {
        assertFalse(notices.add(txn, ChangeKind.APP_PASSWORD_ADDED, ALICE, "Phone", "cn=admin"));
      }
      assertEquals(0, notices.waiting(0, 10).size());
    }
  }
}
