// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.nio.ByteBuffer;

/**
 * A cursor over the elements at one level of a BER encoding, as LDAP narrows it (RFC 4511 §5.1):
 * one-octet tags and definite lengths. It reads by absolute index and leaves the buffer's position
 * alone. Every method throws {@link MalformedPduException} where the octets don't hold what is
 * asked for; no element reaches beyond the level that it is in.
 */
public final class BerReader {
  /** Universal tags (X.690 §8). */
  public static final int BOOLEAN = 0x01;

  public static final int INTEGER = 0x02;
  public static final int OCTET_STRING = 0x04;
  public static final int ENUMERATED = 0x0a;
  public static final int SEQUENCE = 0x30;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;
  private static final int MAX_LENGTH_OCTETS = 4;

  private final ByteBuffer in;
  private final int end;
  private int at;
  private int tag = -1;
  private int valueStart;

  private BerReader(ByteBuffer in, int from, int to) {
    this.in = in;
    this.at = from;
    this.valueStart = from;
    this.end = to;
  }

  /** A cursor before the first element of what the buffer has remaining. */
  public static BerReader over(ByteBuffer in) {
    return new BerReader(in, in.position(), in.limit());
  }

  /** Whether there is an element after the present one. */
  public boolean hasNext() {
    return at < end;
  }

  /** Goes to the next element and returns its tag, 0 to 255. */
  public int next() {
    if (end - at < 2) {
      throw new MalformedPduException("an element is cut short");
    }
    tag = in.get(at) & 0xff;
    if ((tag & LONG_TAG) == LONG_TAG) {
      throw new MalformedPduException("a tag of more than one octet");
    }
    long length = lengthAt(in, at + 1, end);
    if (length < 0) {
      throw new MalformedPduException("a length is cut short");
    }
    valueStart = at + 1 + lengthOctetsAt(in, at + 1);
    if (length > end - valueStart) {
      throw new MalformedPduException("an element reaches out of the one it is in");
    }
    at = valueStart + (int) length;
    return tag;
  }

  /** The present element's tag, 0 to 255; -1 before the first. */
  int tag() {
    return tag;
  }

  /** Goes to the next element, which must have this tag. */
  public BerReader next(int expected) {
    if (next() != expected) {
      throw new MalformedPduException("an element of another tag was expected");
    }
    return this;
  }

  /** The tag that follows the present element, which stays the present one; -1 at the end. */
  public int peek() {
    return at < end ? in.get(at) & 0xff : -1;
  }

  /** Whether the present element is made of others. */
  public boolean isConstructed() {
    return (tag & CONSTRUCTED) != 0;
  }

  /** How many octets the present element's value has. */
  public int length() {
    return at - valueStart;
  }

  /** A cursor before the first element inside the present one. */
  public BerReader inside() {
    return new BerReader(in, valueStart, at);
  }

  /** The octet at an offset in the present element's value. */
  public byte octet(int offset) {
    return in.get(valueStart + offset);
  }

  /** The present element's value as a number: one to four octets, not negative. */
  public int number() {
    int length = length();
    if (length < 1 || length > Integer.BYTES) {
      throw new MalformedPduException("a number of no octet or too many");
    }
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | (octet(i) & 0xff);
    }
    if (octet(0) < 0) {
      throw new MalformedPduException("a negative number");
    }
    return number;
  }

  /** The present element's value as a truth value: anything but 0 is true (X.690 §8.2). */
  public boolean truth() {
    if (length() != 1) {
      throw new MalformedPduException("a truth value of other than one octet");
    }
    return octet(0) != 0;
  }

  /** A copy of the present element's value. */
  public byte[] octets() {
    byte[] copy = new byte[length()];
    in.get(valueStart, copy);
    return copy;
  }

  /** The length that starts at an index; -1 where it goes on behind {@code end}. */
  static long lengthAt(ByteBuffer in, int index, int end) {
    if (index >= end) {
      return -1;
    }
    int first = in.get(index) & 0xff;
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7f;
    if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
      throw new MalformedPduException("an indefinite or over-long length");
    }
    if (index + octets >= end) {
      return -1;
    }
    long length = 0;
    for (int i = 1; i <= octets; i++) {
      length = length << 8 | (in.get(index + i) & 0xff);
    }
    return length;
  }

  /** How many octets the length that starts at an index is written in. */
  static int lengthOctetsAt(ByteBuffer in, int index) {
    int first = in.get(index) & 0xff;
    return first < 0x80 ? 1 : 1 + (first & 0x7f);
  }
}
