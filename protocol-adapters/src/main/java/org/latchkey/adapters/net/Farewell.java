// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

/** Why a connection is ended that the protocol itself would have gone on with. */
public enum Farewell {
  /** There are too many connections, in all or from this address. */
  TOO_MANY_CONNECTIONS,
  /** All connections together hold too much that isn't signed in yet. */
  TOO_MUCH_PENDING,
  /** It gave too many commands, and nobody has signed in on it. */
  TOO_MANY_COMMANDS,
  /** It didn't sign in in time. */
  SIGN_IN_DEADLINE,
  /** It was signed in and silent for too long. */
  IDLE,
  /** The server stops, and nobody has signed in on it. */
  STOPPING
}
