// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import org.latchkey.core.password.Secret;

/** What Latchkey shows an upstream to act for an account. */
public sealed interface UpstreamProof extends AutoCloseable {
  /**
   * One SASL message.
   *
   * @param initialResponse in base64, for whoever sends it to close
   */
  record Sasl(String mechanism, Secret initialResponse) implements UpstreamProof {
    @Override
    public void close() {
      initialResponse.close();
    }
  }

  /** The account's name in XCLIENT: an SMTP server believes this address. */
  record Xclient() implements UpstreamProof {}

  /** Nothing. */
  record None() implements UpstreamProof {}

  /** Nobody is to be signed in: the upstream is only to say what it can do. */
  record Nobody() implements UpstreamProof {}

  @Override
  default void close() {}
}
