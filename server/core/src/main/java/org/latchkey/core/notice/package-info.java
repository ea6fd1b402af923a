// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What people are told by mail of changes to their accounts. */
@NullMarked
package org.latchkey.core.notice;

import org.jspecify.annotations.NullMarked;
