// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

/** Why a sign-in, or the dialogue that might have led to one, went no further. */
public enum Setback {
  /** The client has given up. */
  ABORTED,
  /** A response is no base64. */
  NOT_BASE64,
  /** The mechanism isn't offered. */
  UNKNOWN_MECHANISM,
  /** Without TLS nobody signs in. */
  UNENCRYPTED,
  /** The name or the password is wrong: whatever the reason, it sounds the same. */
  REFUSED,
  /** The same once more, and it was the last time. */
  REFUSED_TOO_OFTEN,
  /** Whether they are wrong can't be said now. */
  UNAVAILABLE,
  /** The client makes no sense, and has done so for the last time. */
  TOO_MANY_MISTAKES
}
