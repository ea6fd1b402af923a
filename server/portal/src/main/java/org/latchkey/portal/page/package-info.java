// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The portal's pages: what each shows, and what each form does by core's operations. */
@NullMarked
package org.latchkey.portal.page;

import org.jspecify.annotations.NullMarked;
