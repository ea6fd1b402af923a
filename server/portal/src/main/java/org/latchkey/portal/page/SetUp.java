// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;

/**
 * How a device is set up with a new app password.
 *
 * @param link to its configuration profile; empty where no profile can be had
 * @param servers what is typed where there is none, a line for each port
 * @param byAddress whether Thunderbird and Outlook find the servers by the mail address
 */
public record SetUp(String link, List<String> servers, boolean byAddress) {
  /** Nothing is known of it. */
  static final SetUp NONE = new SetUp("", List.of(), false);

  public SetUp {
    servers = List.copyOf(servers);
  }
}
