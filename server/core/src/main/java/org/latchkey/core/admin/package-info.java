// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What admins do for other people's accounts. */
@NullMarked
package org.latchkey.core.admin;

import org.jspecify.annotations.NullMarked;
