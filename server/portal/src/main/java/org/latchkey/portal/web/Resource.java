// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.net.InetSocketAddress;

/** Something that is served without a session: to anybody, or to whoever has its link. */
@FunctionalInterface
public interface Resource {
  /** The answer; it may block. */
  Reply reply(Request request);

  /**
   * A request for it.
   *
   * @param parameter the part of the path that its route names; empty where there is none
   * @param body of a POST, as text; empty otherwise
   */
  record Request(String parameter, Form query, String body, InetSocketAddress client) {}
}
