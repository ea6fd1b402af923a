// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Stands between a client's octets and an LDAP codec. It frames messages and refuses those that a
 * codec or a server behind it would pay dearly for: a decoder may recurse on nested filters, and a
 * DN parser may be quadratic in the DN's length. Holds no state of a connection; safe for use by
 * many threads.
 */
public final class LdapGuard {
  private static final int CONTROLS = 0xa0;
  private static final int NEW_SUPERIOR = 0x80;
  private static final int REQUEST_NAME = 0x80;
  private static final int REQUEST_VALUE = 0x81;
  private static final int USER_IDENTITY = 0x80;

  /** Password Modify (RFC 3062), whose value names a user by DN. */
  private static final byte[] PASSWORD_MODIFY =
      "1.3.6.1.4.1.4203.1.11.1".getBytes(StandardCharsets.US_ASCII);

  /** What a message nests besides its filter: the message, the operation, lists in it. */
  private static final int DEPTH_AROUND_FILTER = 8;

  /** One element for so many octets that a message may have, on average, is plenty. */
  private static final int OCTETS_PER_ELEMENT = 16;

  private final Limits limits;
  private final BerShape message;
  private final FilterShape filter;
  private final ControlsShape controls;

  /**
   * How much a message may hold.
   *
   * @param maxDnBytes for each DN, and for whatever else a server may read as one: each value in a
   *     filter and each control's value
   * @param maxRdns also counts the parts of multi-valued RDNs
   * @param maxFilterDepth how many of {@code and}, {@code or} and {@code not} around one another
   */
  public record Limits(
      int maxPduBytes, int maxDnBytes, int maxRdns, int maxFilterDepth, int maxControls) {

    /** For a connection that nobody has signed in on. */
    public static Limits beforeBind() {
      return new Limits(64 * 1024, 1024, 32, 50, 32);
    }

    /** For a connection that somebody has signed in on. */
    public static Limits afterBind() {
      return new Limits(1024 * 1024, 1024, 32, 50, 32);
    }
  }

  /**
   * What a message is.
   *
   * @param messageId 0 to 2,147,483,647; a request of id 0 is the port's to refuse
   * @param unknownCriticalControl whether it holds a critical control that isn't known here: the
   *     answer is unavailableCriticalExtension (RFC 4511 §4.1.11). A proxied authorization control
   *     counts as critical whatever it says, for without it the request would be another's
   */
  public record Checked(int messageId, LdapOperation operation, boolean unknownCriticalControl) {}

  /** A guard that knows no control. */
  public LdapGuard(Limits limits) {
    this(limits, Set.of());
  }

  /**
   * @param knownControls the OIDs of the controls that may be critical
   */
  public LdapGuard(Limits limits, Set<String> knownControls) {
    this.limits = limits;
    message =
        new BerShape(
            limits.maxFilterDepth() + DEPTH_AROUND_FILTER,
            limits.maxPduBytes() / OCTETS_PER_ELEMENT);
    filter = new FilterShape(limits.maxFilterDepth(), limits.maxDnBytes());
    controls = new ControlsShape(limits.maxControls(), limits.maxDnBytes(), knownControls);
  }

  /**
   * How long the message at the buffer's position is, from its first octet to its last; the buffer
   * is left as it is.
   *
   * @return -1 when more octets are needed to know; never more than the limit
   * @throws MalformedPduException when it is too long, or no message at all
   */
  public int frame(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return -1;
    }
    int start = in.position();
    if (in.get(start) != BerReader.SEQUENCE) {
      throw new MalformedPduException("no LDAP message");
    }
    long length = BerReader.lengthAt(in, start + 1, in.limit());
    if (length < 0) {
      return -1;
    }
    long total = 1 + BerReader.lengthOctetsAt(in, start + 1) + length;
    if (total > limits.maxPduBytes()) {
      throw new MalformedPduException("a message too long");
    }
    return (int) total;
  }

  /**
   * Checks one whole message: all that the buffer has remaining. The buffer is left as it is.
   *
   * @throws LimitExceededException when it holds too much, and must not go to a codec
   * @throws MalformedPduException when it is malformed, and must not either
   */
  public Checked check(ByteBuffer pdu) {
    if (pdu.remaining() > limits.maxPduBytes()) {
      throw new MalformedPduException("a message too long");
    }
    BerReader whole = BerReader.over(pdu).next(BerReader.SEQUENCE);
    BerReader parts = whole.inside();
    int messageId = parts.next(BerReader.INTEGER).number();
    LdapOperation operation =
        LdapOperation.ofTag(parts.next())
            .orElseThrow(() -> new MalformedPduException("no request of LDAP"));
    try {
      message.check(pdu);
      checkOperation(operation, parts);
      boolean unknownCritical = parts.hasNext() && controls.check(parts.next(CONTROLS).inside());
      if (parts.hasNext() || whole.hasNext()) {
        throw new MalformedPduException("octets behind the message");
      }
      return new Checked(messageId, operation, unknownCritical);
    } catch (LimitExceededException e) {
      throw e.of(messageId, operation);
    }
  }

  private void checkOperation(LdapOperation operation, BerReader at) {
    switch (operation) {
      case BIND -> {
        BerReader bind = at.inside();
        bind.next(BerReader.INTEGER);
        checkDn(bind.next(BerReader.OCTET_STRING));
      }
      case SEARCH -> checkSearch(at.inside());
      case MODIFY, ADD, COMPARE -> checkDn(at.inside().next(BerReader.OCTET_STRING));
      case MODIFY_DN -> checkModifyDn(at.inside());
      case DELETE -> checkDn(at);
      case EXTENDED -> checkExtended(at.inside());
      case UNBIND, ABANDON -> {
        // Neither holds anything to look at.
      }
    }
  }

  private void checkSearch(BerReader search) {
    checkDn(search.next(BerReader.OCTET_STRING));
    search.next(BerReader.ENUMERATED);
    search.next(BerReader.ENUMERATED);
    search.next(BerReader.INTEGER);
    search.next(BerReader.INTEGER);
    search.next(BerReader.BOOLEAN);
    filter.check(search);
  }

  private void checkModifyDn(BerReader modifyDn) {
    checkDn(modifyDn.next(BerReader.OCTET_STRING));
    checkDn(modifyDn.next(BerReader.OCTET_STRING));
    modifyDn.next(BerReader.BOOLEAN);
    if (modifyDn.hasNext()) {
      checkDn(modifyDn.next(NEW_SUPERIOR));
    }
  }

  private void checkExtended(BerReader extended) {
    extended.next(REQUEST_NAME);
    if (extended.length() > limits.maxDnBytes()) {
      throw new LimitExceededException("an operation's name is too long");
    }
    boolean passwordModify = Arrays.equals(extended.octets(), PASSWORD_MODIFY);
    if (passwordModify && extended.hasNext()) {
      BerReader value = extended.next(REQUEST_VALUE).inside();
      if (value.hasNext()) {
        BerReader fields = value.next(BerReader.SEQUENCE).inside();
        if (fields.peek() == USER_IDENTITY) {
          fields.next();
          checkDn(fields);
        }
      }
    }
  }

  /** The separators count escaped or not inside quotes, so that no way of quoting hides one. */
  private void checkDn(BerReader dn) {
    int length = dn.length();
    if (dn.isConstructed()) {
      throw new MalformedPduException("no DN");
    }
    if (length > limits.maxDnBytes()) {
      throw new LimitExceededException("a DN too long");
    }
    int parts = 1;
    for (int i = 0; i < length; i++) {
      switch (dn.octet(i)) {
        case '\\' -> i++;
        case ',', ';', '+' -> parts++;
        default -> {
          // Part of a name or a value.
        }
      }
    }
    if (parts > limits.maxRdns()) {
      throw new LimitExceededException("a DN of too many parts");
    }
  }
}
