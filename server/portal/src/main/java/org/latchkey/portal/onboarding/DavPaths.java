// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

/**
 * The context paths that clients begin at (RFC 6764 §4).
 *
 * @param carddav begins with a slash
 * @param caldav begins with a slash
 */
public record DavPaths(String carddav, String caldav) {}
