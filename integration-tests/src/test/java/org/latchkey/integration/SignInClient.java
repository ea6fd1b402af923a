// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.util.Optional;

/** A client library, set up for one port and one way to sign in. */
interface SignInClient {
  /** What an app password must be good for. */
  String service();

  /**
   * Connects, signs in, does a little and leaves.
   *
   * @return what the server said to refuse it, in the server's own words and codes; empty when
   *     signed in
   */
  Optional<String> signIn(String name, String password) throws Exception;
}
