// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

/**
 * An app password in a list, in words.
 *
 * @param services what it is good for
 * @param made when, and by whom where that wasn't its owner
 * @param ended why it is no longer good; empty while it is
 * @param limits expiry, networks and idle limit; empty where there is none
 * @param sessions how many are live now, in words; empty for none
 */
public record AppPasswordRow(
    String id,
    String label,
    String services,
    String made,
    String lastUse,
    String ended,
    String limits,
    String sessions) {}
