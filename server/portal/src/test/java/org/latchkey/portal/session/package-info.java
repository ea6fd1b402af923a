// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the portal's sessions. */
@NullMarked
package org.latchkey.portal.session;

import org.jspecify.annotations.NullMarked;
