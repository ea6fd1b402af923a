// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What of a request counts, read off the wire.
 *
 * @param path below the portal's
 * @param parameters the parts of the path that the route names
 * @param token the session's cookie
 * @param knownBrowser the cookie that says which accounts the browser is known for
 * @param sameOrigin whether nothing says that another site made the browser send it
 */
public record Incoming(
    String path,
    Map<String, String> parameters,
    Form query,
    Form form,
    Optional<String> token,
    Optional<String> knownBrowser,
    boolean sameOrigin,
    InetSocketAddress client) {}
