// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.Secret;
import org.latchkey.core.password.Tag;
import org.latchkey.integration.TestAccount;

/** A store that knows every name, each with one app password for everything; it can fail. */
final class FaultyStore implements DirectoryStore {
  /** Of only a's; the check letter is a. */
  static final String SECRET = "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa";

  private final Peppers peppers;
  private volatile State state = new Up();

  FaultyStore(Peppers peppers) {
    this.peppers = peppers;
  }

  private sealed interface State {}

  private record Up() implements State {}

  private record Down() implements State {}

  private record Hung(CountDownLatch over) implements State {}

  /** From now on it answers. */
  void up() {
    State before = state;
    state = new Up();
    if (before instanceof Hung hung) {
      hung.over().countDown();
    }
  }

  /** From now on it says that it is down. */
  void down() {
    state = new Down();
  }

  /** From now on it says nothing, until it is up. */
  void hang() {
    state = new Hung(new CountDownLatch(1));
  }

  private void demandUp() {
    switch (state) {
      case Up _ -> {}
      case Down _ -> throw new DirectoryUnavailableException("the directory is down");
      case Hung hung -> {
        try {
          hung.over().await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DirectoryUnavailableException("interrupted", e);
        }
      }
    }
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    demandUp();
    UUID uuid = UUID.nameUUIDFromBytes(login.getBytes(StandardCharsets.UTF_8));
    AccountId id = AccountId.of(uuid.toString());
    return Optional.of(
        new Account(
            id,
            TestAccount.of(login).dn(),
            Set.of(login),
            false,
            Optional.empty(),
            List.of(appPassword(id, uuid)),
            List.of(),
            Map.of(),
            1));
  }

  private AppPassword appPassword(AccountId account, UUID uuid) {
    try (Secret typed = Secret.takeOver(SECRET.getBytes(StandardCharsets.US_ASCII));
        Secret canonical = AppPasswordFormat.canonical(typed).orElseThrow()) {
      return new AppPassword(
          AppPasswordId.of(uuid.toString()),
          "everything",
          Set.of(Service.values()),
          Optional.of(peppers.tag(account, canonical)),
          Instant.EPOCH,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Instant.EPOCH,
          "cn=admin",
          Optional.empty());
    }
  }

  @Override
  public void recordUses(Collection<UseRecord> uses) {
    demandUp();
  }

  @Override
  public void checkReady() {
    demandUp();
  }

  @Override
  public void subscribe(ChangeListener listener) {}

  @Override
  public Optional<Account> find(AccountId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AppPasswordId addAppPassword(
      AccountId account, AppPasswordDraft draft, Tag tag, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeAppPassword(
      AccountId account, AppPasswordId id, AppPasswordDraft draft, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void revoke(AccountId account, Set<AppPasswordId> ids, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int revokeAll(AccountId account, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replacePrimaryPassword(AccountId account, String hash, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean replaceFactors(
      AccountId account, EnrolledFactors read, EnrolledFactors now, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDisabled(AccountId account, boolean disabled, String by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isAdmin(AccountId account) {
    throw new UnsupportedOperationException();
  }
}
