// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Instant;
import org.latchkey.core.account.Service;

/**
 * When, where from and for what an app password was last used.
 *
 * @param address the client's address without a port
 * @param client what the client calls itself (IMAP ID, EHLO, User-Agent); empty when it didn't say
 */
public record LastUse(Instant time, String address, Service service, String client) {}
