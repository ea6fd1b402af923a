// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One port that clients connect to.
 *
 * @param enabled whether it is opened at all
 * @param address the interface's IP address, or {@code *} for every interface; never a host name
 * @param port 0 to 65,535, where 0 is any free one
 */
public record ListenerSettings(boolean enabled, String address, int port) {
  /** The address that stands for every interface. */
  public static final String EVERY_INTERFACE = "*";

  public ListenerSettings {
    new Check()
        .that(
            address.equals(EVERY_INTERFACE) || IpLiteral.parse(address).isPresent(),
            "must be \"*\" or an IP address",
            "address")
        .range("port", port, 0, 65_535)
        .done();
  }

  /** An open port on every interface. */
  public static ListenerSettings everywhere(int port) {
    return new ListenerSettings(true, EVERY_INTERFACE, port);
  }

  /** An open port that only this machine reaches. */
  public static ListenerSettings loopback(int port) {
    return new ListenerSettings(true, "127.0.0.1", port);
  }

  /** The address to bind to; resolved without DNS. */
  public InetSocketAddress socketAddress() {
    return address.equals(EVERY_INTERFACE)
        ? new InetSocketAddress(port)
        : new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /** Whether both can't be open at once. */
  boolean clashesWith(ListenerSettings other) {
    return enabled
        && other.enabled
        && port != 0
        && port == other.port
        && (isEveryInterface()
            || other.isEveryInterface()
            || socketAddress().equals(other.socketAddress()));
  }

  /** As "*" is, or "0.0.0.0" and "::", which Java opens for both families. */
  private boolean isEveryInterface() {
    return socketAddress().getAddress().isAnyLocalAddress();
  }
}
