// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The tokens that upstreams take instead of a password (RFC 7519). */
@NullMarked
package org.latchkey.core.token;

import org.jspecify.annotations.NullMarked;
