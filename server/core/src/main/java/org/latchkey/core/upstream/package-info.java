// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Where an account's real servers are, and who it is there. */
@NullMarked
package org.latchkey.core.upstream;

import org.jspecify.annotations.NullMarked;
