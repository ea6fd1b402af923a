// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** How Latchkey signs a connection in to an upstream, in the name of the account. */
public enum UpstreamSignIn {
  /** As a master user who acts for the account (SASL PLAIN, RFC 4616). */
  MASTER,
  /** With the account's own secret, which the directory keeps sealed (SASL PLAIN). */
  SECRET,
  /** Postfix's XCLIENT with the account's name, no password: SMTP only. */
  XCLIENT,
  /** With a token that Latchkey signs (SASL OAUTHBEARER, RFC 7628). */
  OAUTHBEARER,
  /** With the same token by the older XOAUTH2. */
  XOAUTH2,
  /** Without proof: the upstream trusts Latchkey's address. */
  NONE
}
