// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

/** One page, or what one form does. It may block; it runs on a virtual thread. */
@FunctionalInterface
public interface Page {
  Reply reply(Visit visit);
}
