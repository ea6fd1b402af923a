// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.latchkey.directory.lmdb;

import org.jspecify.annotations.NullMarked;
