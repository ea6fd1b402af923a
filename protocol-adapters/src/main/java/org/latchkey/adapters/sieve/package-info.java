// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** ManageSieve (RFC 5804) as far as the sign-in. */
@NullMarked
package org.latchkey.adapters.sieve;

import org.jspecify.annotations.NullMarked;
