// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** QR codes for pages. */
@NullMarked
package org.latchkey.portal.qr;

import org.jspecify.annotations.NullMarked;
