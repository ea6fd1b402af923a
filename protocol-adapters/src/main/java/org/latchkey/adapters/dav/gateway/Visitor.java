// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.InetSocketAddress;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;

/**
 * Who a request comes from.
 *
 * @param login the name that it signed in with
 * @param service what its app password was found good for
 * @param client where the connection comes from
 * @param encrypted whether it came over TLS
 */
public record Visitor(
    Account account, String login, Service service, InetSocketAddress client, boolean encrypted) {}
