// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A network in CIDR notation, RFC 4632 and RFC 4291 section 2.3. An IPv4-mapped IPv6 address counts
 * as the IPv4 address in it, so {@code ::/0} contains no IPv4 client.
 *
 * @param network the network's first address, without host bits, zone or name
 * @param prefixLength in bits, 0 to 32 for IPv4 and 0 to 128 for IPv6
 */
public record Cidr(InetAddress network, int prefixLength) {
  private static final int MAPPED_BITS = 96;

  public Cidr {
    byte[] bytes = network.getAddress();
    if (isMapped(bytes)) {
      prefixLength -= MAPPED_BITS;
    }
    // Drops a name and a zone, and makes an IPv4-mapped address an IPv4 one.
    network = address(bytes);
    int bits = network.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "the prefix of %s must be from 0 to %d bits long"
              .formatted(IpLiteral.canonical(network), bits));
    }
    InetAddress right = address(masked(network.getAddress(), prefixLength));
    if (!right.equals(network)) {
      throw new IllegalArgumentException(
          "%s/%d has host bits set; the network is %s/%d"
              .formatted(
                  IpLiteral.canonical(network),
                  prefixLength,
                  IpLiteral.canonical(right),
                  prefixLength));
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address. Nothing is looked up.
   *
   * @throws IllegalArgumentException when the text is no network, or has bits set after its prefix
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    String prefix = slash < 0 ? "" : text.substring(slash + 1);
    Optional<InetAddress> address = IpLiteral.parse(literal);
    if (address.isEmpty() || (slash >= 0 && !prefix.matches("0|[1-9][0-9]{0,2}"))) {
      throw new IllegalArgumentException(
          "\"%s\" is no network such as 192.0.2.0/24 or 2001:db8::/32".formatted(text));
    }
    InetAddress network = address.get();
    int bits = network.getAddress().length * 8;
    if (slash < 0) {
      return new Cidr(network, bits);
    }
    boolean mapped = network instanceof Inet4Address && literal.indexOf(':') >= 0;
    return new Cidr(network, Integer.parseInt(prefix) - (mapped ? MAPPED_BITS : 0));
  }

  /**
   * Whether the address is in this network. Compiled, it leaves nothing on the heap for IPv4; for
   * IPv6 only the copies that {@link InetAddress#getAddress} makes.
   */
  public boolean contains(InetAddress address) {
    // By class first: the compiler can then do without the two arrays.
    if (network instanceof Inet4Address own && address instanceof Inet4Address theirs) {
      return agree(own.getAddress(), theirs.getAddress(), 0);
    }
    if (address instanceof Inet4Address) {
      return false;
    }
    byte[] theirs = address.getAddress();
    boolean mapped = isMapped(theirs);
    if (network instanceof Inet4Address own) {
      return mapped && agree(own.getAddress(), theirs, MAPPED_BITS / 8);
    }
    return !mapped && containsIpv6(theirs);
  }

  private boolean agree(byte[] own, byte[] theirs, int offset) {
    return ((word(own, 0) ^ word(theirs, offset)) & mask(prefixLength)) == 0;
  }

  private boolean containsIpv6(byte[] theirs) {
    byte[] own = network.getAddress();
    for (int i = 0; i < 4; i++) {
      if (((word(own, 4 * i) ^ word(theirs, 4 * i)) & mask(prefixLength - 32 * i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The one canonical spelling, such as {@code 2001:db8::/32}; always with the prefix length. */
  @Override
  public String toString() {
    return IpLiteral.canonical(network) + "/" + prefixLength;
  }

  private static boolean isMapped(byte[] address) {
    return address.length == 16
        && (word(address, 0) | word(address, 4)) == 0
        && word(address, 8) == 0xffff;
  }

  private static byte[] masked(byte[] address, int bits) {
    for (int i = 0; i < address.length; i++) {
      address[i] &= (byte) (mask(bits - 8 * i) >>> 24);
    }
    return address;
  }

  /** A word that begins with that many ones; none for less than 1, only ones for more than 31. */
  private static int mask(int bits) {
    return bits <= 0 ? 0 : -1 << (32 - Math.min(bits, 32));
  }

  private static int word(byte[] address, int at) {
    return (address[at] & 0xff) << 24
        | (address[at + 1] & 0xff) << 16
        | (address[at + 2] & 0xff) << 8
        | (address[at + 3] & 0xff);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
