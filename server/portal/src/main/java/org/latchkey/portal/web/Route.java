// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.util.Map;

/**
 * A way to a page.
 *
 * @param path below the portal's; a part in it that begins with a colon is a parameter
 * @param formPage of a POST, the path of the page that its form is on, with the same parameters
 */
public record Route(Method method, String path, Access access, Page page, String formPage) {
  /** How a page is asked for. */
  public enum Method {
    GET,
    POST
  }

  public Route(Method method, String path, Access access, Page page) {
    this(method, path, access, page, path);
  }

  public static Route get(String path, Access access, Page page) {
    return new Route(Method.GET, path, access, page);
  }

  /** The page of a form, which must bring the session's CSRF token. */
  public static Route post(String path, Access access, Page page) {
    return new Route(Method.POST, path, access, page);
  }

  /** The same, its form on a page of another path. */
  public Route on(String other) {
    return new Route(method, path, access, page, other);
  }

  /** The path of the page that its form is on. */
  String formPage(Map<String, String> parameters) {
    String filled = formPage;
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      filled = filled.replace(":" + each.getKey(), each.getValue());
    }
    return filled;
  }
}
