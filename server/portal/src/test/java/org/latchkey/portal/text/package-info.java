// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the portal's words. */
@NullMarked
package org.latchkey.portal.text;

import org.jspecify.annotations.NullMarked;
