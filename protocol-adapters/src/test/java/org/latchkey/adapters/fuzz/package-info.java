// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Fuzz tests, one for each decoder, and what they share; docs/fuzzing.md tells how they run. */
@NullMarked
package org.latchkey.adapters.fuzz;

import org.jspecify.annotations.NullMarked;
