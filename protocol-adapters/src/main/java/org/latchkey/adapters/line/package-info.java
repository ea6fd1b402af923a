// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** How lines and literals are cut out of what arrives; what IMAP and SMTP have in common. */
@NullMarked
package org.latchkey.adapters.line;

import org.jspecify.annotations.NullMarked;
