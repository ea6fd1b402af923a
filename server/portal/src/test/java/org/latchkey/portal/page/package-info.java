// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of what pages and forms make of things. */
@NullMarked
package org.latchkey.portal.page;

import org.jspecify.annotations.NullMarked;
