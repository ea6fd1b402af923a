// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What is known of people's own texts wherever they are shown. */
@NullMarked
package org.latchkey.core.text;

import org.jspecify.annotations.NullMarked;
