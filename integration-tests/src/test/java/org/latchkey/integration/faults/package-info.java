// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What happens to a server whose process is killed, whose disk is full, whose directory is down,
 * whose descriptors are used up, or whose clients are slow.
 */
@NullMarked
package org.latchkey.integration.faults;

import org.jspecify.annotations.NullMarked;
