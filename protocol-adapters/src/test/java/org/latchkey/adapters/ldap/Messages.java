// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Enumerated;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** LDAP messages as another implementation writes and reads them. */
final class Messages {
  private Messages() {}

  static byte[] of(int id, ProtocolOp operation, Control... controls) {
    return new LDAPMessage(id, operation, controls).encode().encode();
  }

  static byte[] bind(int id, String dn, String password, Control... controls) {
    return of(id, new BindRequestProtocolOp(dn, password), controls);
  }

  static byte[] extended(int id, String oid, Control... controls) {
    return of(id, new ExtendedRequestProtocolOp(oid, null), controls);
  }

  static byte[] search(
      int id, String base, SearchScope scope, String filter, String... attributes) {
    try {
      return of(
          id,
          new SearchRequestProtocolOp(
              base,
              scope,
              DereferencePolicy.NEVER,
              0,
              0,
              false,
              Filter.create(filter),
              List.of(attributes)));
    } catch (LDAPException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A search whose filter is this often {@code not}. */
  static byte[] searchDeep(int nots) {
    ASN1Element filter = new ASN1OctetString((byte) 0x87, "cn");
    for (int i = 0; i < nots; i++) {
      filter = new ASN1Element((byte) 0xa2, filter.encode());
    }
    ASN1Element search =
        new ASN1Sequence(
            (byte) 0x63,
            new ASN1OctetString(),
            new ASN1Enumerated(0),
            new ASN1Enumerated(0),
            new ASN1Integer(0),
            new ASN1Integer(0),
            new ASN1Boolean(false),
            filter,
            new ASN1Sequence());
    return sequence(new ASN1Integer(1), search);
  }

  /** One element around others, well-formed or not. */
  static byte[] sequence(ASN1Element... elements) {
    return new ASN1Sequence(elements).encode();
  }

  static List<LDAPMessage> read(ByteBuf messages) throws IOException, LDAPException {
    List<LDAPMessage> all = new ArrayList<>();
    ASN1StreamReader reader = new ASN1StreamReader(new ByteBufInputStream(messages.slice()));
    LDAPMessage next = LDAPMessage.readFrom(reader, true);
    while (next != null) {
      all.add(next);
      next = LDAPMessage.readFrom(reader, true);
    }
    return all;
  }
}
