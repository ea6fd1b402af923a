// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.Tag;

/**
 * One use of an app password, to be written down.
 *
 * @param renewedTag the same secret's tag under the current pepper, where the stored one is older
 */
public record UseRecord(
    AccountId account, AppPasswordId appPassword, LastUse lastUse, Optional<Tag> renewedTag) {}
