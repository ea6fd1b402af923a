// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.InetSocketAddress;
import org.latchkey.core.account.Account;
import org.latchkey.core.session.LiveSession;

/**
 * Who a request comes from.
 *
 * @param client where the connection comes from
 * @param encrypted whether it came over TLS
 */
public record Visitor(
    Account account, LiveSession session, InetSocketAddress client, boolean encrypted) {}
