// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import org.latchkey.core.throttle.Throttle.Source;

/**
 * An attempt at a primary password, as far as it is weighed before it is looked at.
 *
 * @param name the fingerprint of the login name
 * @param secret that of what was typed
 * @param known whether it comes from a browser that the account was signed in to from
 */
record PrimaryAttempt(Source source, long name, long secret, boolean known) {}
