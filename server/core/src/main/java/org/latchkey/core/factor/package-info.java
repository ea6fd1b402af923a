// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Second factors: what people prove who they are with beside their primary password. */
@NullMarked
package org.latchkey.core.factor;

import org.jspecify.annotations.NullMarked;
