// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of QR codes. */
@NullMarked
package org.latchkey.portal.qr;

import org.jspecify.annotations.NullMarked;
