// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import org.latchkey.core.account.Account;

/** What the upstream of a route is shown for an account. Safe for use by many threads. */
@FunctionalInterface
public interface UpstreamCredentials {
  /** What goes into a request in the place of the client's own credentials. */
  sealed interface Answer {
    /** A header field. */
    record Field(String name, String value) implements Answer {
      /** The name alone: the value may be a secret. */
      @Override
      public String toString() {
        return "Field[" + name + "]";
      }
    }

    /** Nothing: the upstream asks for nothing. */
    record Nothing() implements Answer {}

    /**
     * The upstream can't be told: the account lacks something.
     *
     * @param why for the log
     */
    record Missing(String why) implements Answer {}
  }

  /**
   * Never blocks.
   *
   * @param upstream its scheme and authority, whom a token is for
   */
  Answer of(Account account, String upstream);
}
