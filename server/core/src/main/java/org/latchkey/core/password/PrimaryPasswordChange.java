// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;

/**
 * The change of a primary password, which revokes all app passwords of its account where there was
 * one before. It blocks until the directory has it on disk. Throws {@link
 * org.latchkey.core.directory.DirectoryUnavailableException}, {@link DirectoryRefusalException} and
 * {@link SecondFactorNeededException}.
 */
public final class PrimaryPasswordChange {
  private final DirectoryStore store;
  private final PrimaryPasswords passwords;
  private final Ticker ticker;

  public PrimaryPasswordChange(DirectoryStore store, PrimaryPasswords passwords) {
    this(store, passwords, Ticker.systemTicker());
  }

  PrimaryPasswordChange(DirectoryStore store, PrimaryPasswords passwords, Ticker ticker) {
    this.store = store;
    this.passwords = passwords;
    this.ticker = ticker;
  }

  /** Changes it to what was chosen; the caller closes that. */
  public void change(SecondFactorProof proof, AccountId account, Secret chosen) {
    proof.require(account, ticker.read());
    Optional<String> refused =
        store.find(account).flatMap(present -> passwords.refuse(chosen, PasswordOwner.of(present)));
    if (refused.isPresent()) {
      throw new DirectoryRefusalException(DirectoryRefusalException.Kind.INVALID, refused.get());
    }
    store.replacePrimaryPassword(account, passwords.hash(chosen), proof.by());
  }

  /** The least length that one has for this account, in characters. */
  public int leastLength(Account account) {
    return passwords.leastLength(account.factors().any());
  }

  /** Changes it to one that the server makes; the caller hands it over and closes it. */
  public Secret generate(SecondFactorProof proof, AccountId account) {
    Secret made = passwords.generate();
    try {
      change(proof, account, made);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }
}
