// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.notice;

import java.util.List;

/**
 * The notices that have not been sent. A change and its notice are on disk together or not at all.
 * Both methods block, and may throw {@link
 * org.latchkey.core.directory.DirectoryUnavailableException}.
 */
public interface NoticeQueue {
  /**
   * The oldest that wait, by their numbers.
   *
   * @param after those up to this number are passed over
   * @param most how many, at least 1
   */
  List<Notice> waiting(long after, int most);

  /** Takes one out; one that is gone is passed over. Called on a platform thread. */
  void remove(long number);
}
