// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;

/**
 * An accepted change to one account or its app passwords, on disk when it is told.
 *
 * @param now the account after it; empty when it was deleted
 * @param target the DN that was changed
 * @param by the DN of who changed it
 * @param version the directory's version after it; later changes have larger ones
 */
public record DirectoryChange(
    AccountId account,
    Optional<Account> now,
    ChangeKind kind,
    String target,
    String by,
    long version) {}
