// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.password.AppPassword;

/** A connection that is signed in, known by the app password that opened it. */
public final class LiveSession {
  private final long id;
  private final AccountId account;
  private final Service service;
  private final Set<Service> services;
  private final InetSocketAddress client;
  private final Instant since;
  private final SignOutListener listener;
  private volatile AppPassword appPassword;
  private volatile long version;
  private volatile String clientName;
  private volatile Consumer<String> named = name -> {};
  private volatile Account snapshot;

  LiveSession(long id, Opening opening, Instant since) {
    this.id = id;
    this.account = opening.account().id();
    this.service = opening.service();
    this.services = opening.services();
    this.client = opening.client();
    this.listener = opening.listener();
    this.appPassword = opening.appPassword();
    this.version = opening.account().version();
    this.clientName = opening.clientName();
    this.since = since;
    this.snapshot = opening.account();
  }

  /**
   * What a session is opened with.
   *
   * @param account the snapshot that the sign-in was decided on
   * @param service what the session is known as: the first of {@code services} that the app
   *     password was good for
   * @param services what was asked for: the session lasts while the app password is good for one
   */
  public record Opening(
      Account account,
      AppPassword appPassword,
      Service service,
      Set<Service> services,
      InetSocketAddress client,
      String clientName,
      SignOutListener listener) {

    public Opening {
      services = Set.copyOf(services);
    }

    /** With one service that was asked for. */
    public Opening(
        Account account,
        AppPassword appPassword,
        Service service,
        InetSocketAddress client,
        String clientName,
        SignOutListener listener) {
      this(account, appPassword, service, Set.of(service), client, clientName, listener);
    }
  }

  /** Its name in the log. */
  public String id() {
    return Long.toHexString(id);
  }

  public AccountId account() {
    return account;
  }

  /** Its account, as the directory has it now. */
  public Account snapshot() {
    return snapshot;
  }

  /** The app password that opened it, as the directory has it now. */
  public AppPassword appPassword() {
    return appPassword;
  }

  public Service service() {
    return service;
  }

  /** What was asked for when it was opened; {@link #service} is one of them. */
  public Set<Service> services() {
    return services;
  }

  public InetSocketAddress client() {
    return client;
  }

  public Instant since() {
    return since;
  }

  /** What the client calls itself; empty when it hasn't said. */
  public String clientName() {
    return clientName;
  }

  /** Takes the name a client gives after its sign-in (IMAP ID). */
  public void clientName(String name) {
    clientName = name;
    named.accept(name);
  }

  /** Tells this of a name that the client gives from now on, on the thread that takes it. */
  public void whenNamed(Consumer<String> told) {
    named = told;
  }

  boolean isOpenedBy(Opening opening) {
    return services.equals(opening.services())
        && appPassword.id().equals(opening.appPassword().id());
  }

  SignOutListener listener() {
    return listener;
  }

  /**
   * Holds the session against its account as it is after a change; empty when it may go on. A
   * change from before its sign-in, told once more, is passed over.
   */
  Optional<SignOutReason> endedBy(DirectoryChange change, Instant time) {
    if (change.version() < version) {
      return Optional.empty();
    }
    Optional<Account> now = change.now();
    if (now.isEmpty()) {
      return Optional.of(SignOutReason.ACCOUNT_DELETED);
    }
    if (now.get().disabled()) {
      return Optional.of(SignOutReason.ACCOUNT_DISABLED);
    }
    Optional<AppPassword> current = now.get().appPassword(appPassword.id());
    if (current.isEmpty()) {
      return Optional.of(SignOutReason.REVOKED);
    }
    if (!current.get().secretMade().equals(appPassword.secretMade())
        || current.get().tag().isEmpty()) {
      return Optional.of(SignOutReason.SECRET_REPLACED);
    }
    if (Collections.disjoint(current.get().services(), services)) {
      return Optional.of(SignOutReason.SERVICE_REMOVED);
    }
    if (service == Service.ADMIN && !now.get().admin()) {
      return Optional.of(SignOutReason.ADMIN_RIGHTS_TAKEN);
    }
    if (!current.get().allows(client.getAddress())) {
      return Optional.of(SignOutReason.NETWORK_REMOVED);
    }
    if (current.get().isExpired(time)) {
      return Optional.of(SignOutReason.EXPIRED);
    }
    appPassword = current.get();
    version = change.version();
    snapshot = now.get();
    return Optional.empty();
  }
}
