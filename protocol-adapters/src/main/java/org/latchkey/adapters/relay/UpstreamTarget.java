// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

/**
 * Where one account's upstream is.
 *
 * @param host its name or IP address, an IPv6 one without brackets
 */
record UpstreamTarget(String host, int port) {
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
