// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

/** Something that happened to an account, in words. */
public record EventRow(String time, String what, String details) {}
