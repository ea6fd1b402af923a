// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutListener;

/**
 * One attempt to authenticate.
 *
 * @param name the authentication identity as it was typed
 * @param secret what was typed with it; {@link SignIn} closes it
 * @param client where the connection comes from, the PROXY protocol's word counted
 * @param clientName what the client calls itself; empty when it hasn't said
 * @param receivedNanos {@link System#nanoTime()} when the attempt had arrived whole
 * @param listener told when the session that this opens is over
 * @param current the session that the connection holds already (HTTP keep-alive, a repeated bind):
 *     it is kept when the same app password opened it for the same service
 */
public record SignInRequest(
    Service service,
    String name,
    Secret secret,
    InetSocketAddress client,
    String clientName,
    long receivedNanos,
    SignOutListener listener,
    Optional<LiveSession> current) {}
