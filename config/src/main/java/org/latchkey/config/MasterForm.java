// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** How a master user says for whom it signs in. */
public enum MasterForm {
  /** The account as SASL PLAIN's authorization identity (RFC 4616 §2). */
  AUTHZID,
  /** {@code account*master} as the authentication identity: Dovecot's master user separator. */
  SEPARATOR
}
