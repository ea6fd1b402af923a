// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The servers that Latchkey stands in front of, run for a test on free ports of loopback with
 * folders of their own: Debian's Dovecot, Postfix and Radicale, set up by the very files in {@code
 * config/examples}, and servers that fail on purpose.
 */
@NullMarked
package org.latchkey.integration.peers;

import org.jspecify.annotations.NullMarked;
