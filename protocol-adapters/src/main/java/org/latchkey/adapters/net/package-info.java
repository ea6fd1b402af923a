// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What every protocol shares of a connection: TLS, addresses, limits, deadlines. */
@NullMarked
package org.latchkey.adapters.net;

import org.jspecify.annotations.NullMarked;
