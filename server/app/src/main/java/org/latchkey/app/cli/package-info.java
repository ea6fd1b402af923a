// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** The command line: starting the server, and administering a running one over its admin port. */
@NullMarked
package org.latchkey.app.cli;

import org.jspecify.annotations.NullMarked;
