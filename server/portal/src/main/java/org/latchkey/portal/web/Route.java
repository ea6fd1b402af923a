// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

/**
 * A way to a page.
 *
 * @param path below the portal's; a part in it that begins with a colon is a parameter
 */
public record Route(Method method, String path, Access access, Page page) {
  /** How a page is asked for. */
  public enum Method {
    GET,
    POST
  }

  public static Route get(String path, Access access, Page page) {
    return new Route(Method.GET, path, access, page);
  }

  /** The page of a form, which must bring the session's CSRF token. */
  public static Route post(String path, Access access, Page page) {
    return new Route(Method.POST, path, access, page);
  }
}
