// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What the adapters' tests share. */
@NullMarked
package org.latchkey.adapters;

import org.jspecify.annotations.NullMarked;
