// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a connection in lines from its greeting to its upstream, which IMAP, SMTP, POP3 and
 * ManageSieve have in common.
 */
@NullMarked
package org.latchkey.adapters.signin;

import org.jspecify.annotations.NullMarked;
