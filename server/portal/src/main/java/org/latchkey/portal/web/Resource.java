// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import io.vertx.core.buffer.Buffer;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.Optional;

/** Something that is served without a session: to anybody, or to whoever has its link. */
@FunctionalInterface
public interface Resource {
  /** The answer; it may block. */
  Reply reply(Request request);

  /**
   * A request for it.
   *
   * @param parameter the part of the path that its route names; empty where there is none
   * @param body of a POST, as it came; empty otherwise
   * @param charset that the body's media type names; empty where it names none that is known
   */
  record Request(
      String parameter,
      Form query,
      Buffer body,
      Optional<Charset> charset,
      InetSocketAddress client) {}
}
