// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

/** What keeps a password on a connection from being read by others. */
public enum Protection {
  /** Nothing: no sign-in. */
  NONE,
  /** The client is in a network that may sign in without TLS. */
  TRUSTED_NETWORK,
  TLS
}
