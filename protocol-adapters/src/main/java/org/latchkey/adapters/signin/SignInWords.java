// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import java.util.Optional;
import org.latchkey.adapters.line.Sendable;

/** What a protocol says in the course of a sign-in. */
public interface SignInWords {
  /**
   * The server asks for a response.
   *
   * @param base64 the challenge; may be empty
   */
  Sendable challenge(String base64);

  /**
   * The client is signed in.
   *
   * @param upstreamWords what the upstream said of itself; empty where none has the connection
   */
  Sendable granted(Optional<String> upstreamWords);

  /** It isn't. */
  Sendable on(Setback setback);
}
