// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import org.latchkey.adapters.signin.Action;

/** What an event leads to: the next state, and one action. */
record Step(ImapState next, Action action) {}
