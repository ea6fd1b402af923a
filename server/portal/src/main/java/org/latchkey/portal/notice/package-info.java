// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tells people by mail of changes to their accounts. */
@NullMarked
package org.latchkey.portal.notice;

import org.jspecify.annotations.NullMarked;
