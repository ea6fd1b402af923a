// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** What is asked of certificates and their keys wherever they are read. */
@NullMarked
package org.latchkey.core.tls;

import org.jspecify.annotations.NullMarked;
