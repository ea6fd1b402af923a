// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The portal's own sessions, kept on the server and known to a browser by a cookie. */
@NullMarked
package org.latchkey.portal.session;

import org.jspecify.annotations.NullMarked;
