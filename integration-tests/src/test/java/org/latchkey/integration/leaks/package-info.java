// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Watches every buffer and TLS engine of the run, and fails the test class that lost one. */
@NullMarked
package org.latchkey.integration.leaks;

import org.jspecify.annotations.NullMarked;
