// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The portal over HTTP: routes, forms, and what every request and every answer must have. */
@NullMarked
package org.latchkey.portal.web;

import org.jspecify.annotations.NullMarked;
