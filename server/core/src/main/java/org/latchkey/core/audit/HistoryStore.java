// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.List;
import java.util.Map;
import org.latchkey.core.account.AccountId;

/**
 * Where the histories of accounts are kept; that of a deleted account is gone with it. Both methods
 * block, and throw {@link org.latchkey.core.directory.DirectoryUnavailableException}.
 */
public interface HistoryStore {
  /** An account's events as they were last written; none where there are none. */
  List<AccountEvent> read(AccountId account);

  /**
   * Puts these in the place of what is there, in one transaction; accounts that are gone are passed
   * over. Called on a platform thread.
   */
  void write(Map<AccountId, List<AccountEvent>> histories);
}
