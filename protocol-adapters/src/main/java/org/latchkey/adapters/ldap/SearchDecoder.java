// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.ByteBuffer;
import org.apache.directory.api.asn1.DecoderException;
import org.apache.directory.api.asn1.ber.Asn1Decoder;
import org.apache.directory.api.asn1.ber.tlv.TLVStateEnum;
import org.apache.directory.api.ldap.codec.api.LdapApiService;
import org.apache.directory.api.ldap.codec.api.LdapMessageContainer;
import org.apache.directory.api.ldap.model.message.Message;
import org.apache.directory.api.ldap.model.message.SearchRequest;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.LdapOperation;
import org.latchkey.core.ldapguard.MalformedPduException;

/**
 * Reads search requests with the LDAP API's codec. It is handed the operation alone: this port
 * honours no control that has a value, so no control's decoder need ever see a client's octets.
 * Safe for use by many threads.
 */
final class SearchDecoder {
  private static final int ANY_ID = 1;

  private final LdapApiService codec;

  SearchDecoder(LdapApiService codec) {
    this.codec = codec;
  }

  /**
   * Reads one request.
   *
   * @param operation the search request's element, checked by the guard
   * @throws MalformedPduException whatever the codec dislikes, or breaks on
   */
  SearchRequest decode(BerReader operation) {
    ByteBuffer alone =
        ByteBuffer.wrap(
            BerWriter.element(
                BerReader.SEQUENCE,
                BerWriter.number(BerReader.INTEGER, ANY_ID),
                BerWriter.element(LdapOperation.SEARCH.tag(), operation.octets())));
    LdapMessageContainer<Message> container = new LdapMessageContainer<>(codec);
    try {
      Asn1Decoder.decode(alone, container);
      if (container.getState() == TLVStateEnum.PDU_DECODED
          && container.getMessage() instanceof SearchRequest search) {
        return search;
      }
    } catch (DecoderException | RuntimeException | StackOverflowError e) {
      // What the codec says may hold what the client sent: it goes nowhere.
    }
    throw new MalformedPduException("no search request");
  }
}
