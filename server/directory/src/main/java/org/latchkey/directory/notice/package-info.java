// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The queue of notices, in the directory's own database. */
@NullMarked
package org.latchkey.directory.notice;

import org.jspecify.annotations.NullMarked;
