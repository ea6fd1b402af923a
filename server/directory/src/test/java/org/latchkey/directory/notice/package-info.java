// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.latchkey.directory.notice;

import org.jspecify.annotations.NullMarked;
