// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tag;

/**
 * Where accounts and app passwords are kept. A change is on disk, and every listener has heard of
 * it, when its method returns. All methods block and are safe for use by many threads.
 *
 * <p>All may throw {@link DirectoryUnavailableException}; those that change something also {@link
 * DirectoryRefusalException}. {@code by} is always the DN of who asked for the change.
 */
public interface DirectoryStore {
  /**
   * The account that signs in with this name.
   *
   * @param login prepared by {@link org.latchkey.core.account.LoginName}
   */
  Optional<Account> findByLogin(String login);

  /** The account of this id. */
  Optional<Account> find(AccountId id);

  /** Adds an app password and returns its new id. */
  AppPasswordId addAppPassword(AccountId account, AppPasswordDraft draft, Tag tag, String by);

  /** Gives an app password another secret. */
  void replaceSecret(AccountId account, AppPasswordId id, Tag tag, String by);

  /** Changes everything a draft holds, the label included. */
  void changeAppPassword(AccountId account, AppPasswordId id, AppPasswordDraft draft, String by);

  /** Revokes these in one transaction; those that aren't there are passed over. */
  void revoke(AccountId account, Set<AppPasswordId> ids, String by);

  /** Revokes all in one transaction and returns how many there were. */
  int revokeAll(AccountId account, String by);

  /**
   * Replaces the primary password and revokes all app passwords, in one transaction. Where there
   * was none, nothing is revoked: nobody who knew it could have made one.
   *
   * @param hash the text to store ({@link org.latchkey.core.password.PrimaryPasswords#hash})
   */
  void replacePrimaryPassword(AccountId account, String hash, String by);

  /**
   * Replaces the second factors if they are still what was read, in one transaction.
   *
   * @return false, with nothing changed, when they are something else by now
   */
  boolean replaceFactors(AccountId account, EnrolledFactors read, EnrolledFactors now, String by);

  /** Disables an account, which signs everything of it out, or enables it again. */
  void setDisabled(AccountId account, boolean disabled, String by);

  /** Whether the account is one of the directory's admins now. */
  boolean isAdmin(AccountId account);

  /**
   * Writes last uses down, in one transaction; app passwords that are gone are passed over. A
   * renewed tag replaces only a stored one under another pepper: it may have waited through an
   * outage, and must not bring a secret back that was replaced in the meantime.
   */
  void recordUses(Collection<UseRecord> uses);

  /** Tells the listener of every change from now on. */
  void subscribe(ChangeListener listener);

  /** Throws {@link DirectoryUnavailableException} when it couldn't answer a sign-in now. */
  void checkReady();
}
