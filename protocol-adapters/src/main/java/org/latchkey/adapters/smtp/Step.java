// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import org.latchkey.adapters.signin.Action;

/** What an event leads to: the next state, and one action. */
record Step(SmtpState next, Action action) {}
