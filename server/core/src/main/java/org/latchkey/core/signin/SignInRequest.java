// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutListener;

/**
 * One attempt to authenticate.
 *
 * @param services what it is for: the app password has to be good for one of them; never empty, and
 *     in the order of {@link Service}
 * @param name the authentication identity as it was typed
 * @param secret what was typed with it; {@link SignIn} closes it
 * @param client where the connection comes from, the PROXY protocol's word counted
 * @param clientName what the client calls itself; empty when it hasn't said
 * @param receivedNanos {@link System#nanoTime()} when the attempt had arrived whole
 * @param listener told when the session that this opens is over
 * @param current the session that the connection holds already (HTTP keep-alive, a repeated bind):
 *     it is kept when the same app password opened it for the same services
 */
public record SignInRequest(
    Set<Service> services,
    String name,
    Secret secret,
    InetSocketAddress client,
    String clientName,
    long receivedNanos,
    SignOutListener listener,
    Optional<LiveSession> current) {

  public SignInRequest {
    services = Collections.unmodifiableSet(EnumSet.copyOf(services));
  }

  /** An attempt for one service. */
  public SignInRequest(
      Service service,
      String name,
      Secret secret,
      InetSocketAddress client,
      String clientName,
      long receivedNanos,
      SignOutListener listener,
      Optional<LiveSession> current) {
    this(Set.of(service), name, secret, client, clientName, receivedNanos, listener, current);
  }

  /** The first of its services: what the log shows where no app password decides. */
  public Service service() {
    return services.iterator().next();
  }

  /** The first of its services that an app password is good for. */
  public Optional<Service> fitting(AppPassword appPassword) {
    return services.stream().filter(appPassword.services()::contains).findFirst();
  }
}
