// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to a page.
 *
 * @param path below the portal's; a part in it that begins with a colon is a parameter
 * @param form of a POST, where its form is
 */
public record Route(Method method, String path, Access access, Page page, FormPage form) {
  /** How a page is asked for. */
  public enum Method {
    GET,
    POST
  }

  /**
   * The page that a form is on.
   *
   * @param path with the parameters of the route's own
   * @param kept the fields that it shows again as they were typed, after a second factor had to be
   *     given first; none that holds a password or a code
   * @param late what is answered where the form's session is over; empty for an error page
   */
  public record FormPage(String path, List<String> kept, Optional<Page> late) {
    public FormPage {
      kept = List.copyOf(kept);
    }
  }

  public Route(Method method, String path, Access access, Page page) {
    this(method, path, access, page, new FormPage(path, List.of(), Optional.empty()));
  }

  public static Route get(String path, Access access, Page page) {
    return new Route(Method.GET, path, access, page);
  }

  /** The page of a form, which must bring the session's CSRF token. */
  public static Route post(String path, Access access, Page page) {
    return new Route(Method.POST, path, access, page);
  }

  /** The same, its form on a page of another path. */
  public Route on(String formPath) {
    return on(formPath, List.of());
  }

  /** The same, its form on a page of another path, which shows these fields again. */
  public Route on(String formPath, List<String> kept) {
    return new Route(method, path, access, page, new FormPage(formPath, kept, form.late()));
  }

  /** The same, where a form whose session is over is answered by this page. */
  public Route orLate(Page late) {
    return new Route(
        method, path, access, page, new FormPage(form.path(), form.kept(), Optional.of(late)));
  }

  /** The path of the page that its form is on. */
  String formPath(Map<String, String> parameters) {
    String filled = form.path();
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      filled = filled.replace(":" + each.getKey(), each.getValue());
    }
    return filled;
  }
}
