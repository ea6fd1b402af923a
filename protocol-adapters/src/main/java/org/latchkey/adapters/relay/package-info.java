// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The way from a signed-in connection to its upstream: connecting, signing in there, and passing
 * octets both ways until one side ends.
 */
@NullMarked
package org.latchkey.adapters.relay;

import org.jspecify.annotations.NullMarked;
