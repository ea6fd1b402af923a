// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.latchkey.core.account.AccountId;

/**
 * Which accounts changed lately, remembered for longer than the slowest sign-in takes, so that one
 * decided on an older snapshot is noticed.
 */
public final class RecentChanges implements ChangeListener {
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final Cache<AccountId, Long> versions =
      Caffeine.newBuilder().expireAfterWrite(KEPT).build();

  /** Whether the account has changed since a snapshot of this version was read. */
  public boolean changedAfter(AccountId account, long version) {
    Long changed = versions.getIfPresent(account);
    return changed != null && changed > version;
  }

  @Override
  public void changed(DirectoryChange change) {
    versions.asMap().merge(change.account(), change.version(), Math::max);
  }
}
