// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

/**
 * Something that is connected, or that still tries to.
 *
 * @param id of its session; empty where it has none
 * @param name what it calls itself; may be empty
 * @param label of the app password that it uses
 * @param where service, address and time, in words
 */
public record DeviceRow(String id, String name, String label, String where) {}
