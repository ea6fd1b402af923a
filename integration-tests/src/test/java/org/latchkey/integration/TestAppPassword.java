// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

/**
 * An app password as an admin made it.
 *
 * @param secret as ldappasswd shows it, in groups with hyphens
 */
public record TestAppPassword(TestAccount account, String dn, String secret) {}
