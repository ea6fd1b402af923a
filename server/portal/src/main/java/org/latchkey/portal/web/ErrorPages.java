// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import org.latchkey.core.directory.DirectoryRefusalException;

/** The pages that say what went wrong. */
public interface ErrorPages {
  /** Says that, in a page of this status. */
  Reply reply(Visit visit, int status, String messageKey);

  /** Says what is wrong with a request before anything is known of its session. */
  Reply plain(int status);

  /** Has the browser ask for the same page again, of its own accord. */
  Reply askAgain(Visit visit);

  /** Has the next page of the session say that. */
  void announce(Visit visit, String messageKey);

  /** Says why a rule refused something. */
  Reply refused(Visit visit, DirectoryRefusalException why);
}
