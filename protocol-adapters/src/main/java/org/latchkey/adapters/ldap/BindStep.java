// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import org.latchkey.core.password.Secret;

/** What a bind request leads to, before anybody has looked at a password. */
sealed interface BindStep {
  /** It is answered as it stands: as a refusal, or as the success of an anonymous bind. */
  record Answered(ResultCode code) implements BindStep {}

  /** A sign-in, to be decided. Whoever takes it closes the secret. */
  record Attempt(BindNames.Target target, Secret secret) implements BindStep {}
}
