// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import java.net.InetSocketAddress;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamTls;

/**
 * All that an upstream is told, and how.
 *
 * @param user the account's name there: no control characters in it
 * @param client where the client is
 * @param clientName what the client calls itself; may be empty
 * @param session the live session's id
 */
public record UpstreamIdentity(
    String user,
    UpstreamProof proof,
    UpstreamTls tls,
    Announce announce,
    InetSocketAddress client,
    String clientName,
    String session) {}
