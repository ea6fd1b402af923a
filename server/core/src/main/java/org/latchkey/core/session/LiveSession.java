// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;

/** A connection that is signed in, known by the app password that opened it. */
public final class LiveSession {
  private final long id;
  private final AccountId account;
  private final Service service;
  private final InetSocketAddress client;
  private final Instant since;
  private final SignOutListener listener;
  private volatile AppPassword appPassword;
  private volatile String clientName;

  LiveSession(long id, Opening opening, Instant since) {
    this.id = id;
    this.account = opening.account().id();
    this.service = opening.service();
    this.client = opening.client();
    this.listener = opening.listener();
    this.appPassword = opening.appPassword();
    this.clientName = opening.clientName();
    this.since = since;
  }

  /**
   * What a session is opened with.
   *
   * @param account the snapshot that the sign-in was decided on
   */
  public record Opening(
      Account account,
      AppPassword appPassword,
      Service service,
      InetSocketAddress client,
      String clientName,
      SignOutListener listener) {}

  /** Its name in the log. */
  public String id() {
    return Long.toHexString(id);
  }

  public AccountId account() {
    return account;
  }

  /** The app password that opened it, as the directory has it now. */
  public AppPassword appPassword() {
    return appPassword;
  }

  public Service service() {
    return service;
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
  }

  SignOutListener listener() {
    return listener;
  }

  /** Holds the session against its account as it is now; empty when it may go on. */
  Optional<SignOutReason> endedBy(Optional<Account> now) {
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
    if (!current.get().services().contains(service)) {
      return Optional.of(SignOutReason.SERVICE_REMOVED);
    }
    if (!current.get().allows(client.getAddress())) {
      return Optional.of(SignOutReason.NETWORK_REMOVED);
    }
    appPassword = current.get();
    return Optional.empty();
  }
}
