// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.factor;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecrets;

/**
 * What second factors are enrolled and checked with.
 *
 * @param relyingParty whom passkeys are for; asked for when one is given
 * @param labels whose rule for labels holds for passkeys too
 * @param clock the wall clock, for TOTP (RFC 6238)
 */
public record FactorParts(
    DirectoryStore store,
    Peppers peppers,
    SealedSecrets seals,
    Supplier<RelyingParty> relyingParty,
    AppPasswordRules labels,
    SecureRandom random,
    InstantSource clock,
    Ticker ticker) {}
