// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The portal, attacked over HTTP and seen in a browser. */
@NullMarked
package org.latchkey.integration.portal;

import org.jspecify.annotations.NullMarked;
