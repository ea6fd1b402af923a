// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the portal's web. */
@NullMarked
package org.latchkey.portal.web;

import org.jspecify.annotations.NullMarked;
