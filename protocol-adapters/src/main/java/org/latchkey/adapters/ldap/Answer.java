// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.LdapOperation;

/**
 * One operation of an answer, encoded; it goes out with the id of the request. What carries nothing
 * but a result code is encoded once and for all: binds are many.
 */
final class Answer {
  private static final int MATCHED_DN_OR_TEXT = BerReader.OCTET_STRING;
  private static final int SET = 0x31;
  private static final int SEARCH_RESULT_ENTRY = 0x64;
  private static final int EXTENDED_RESPONSE = 0x78;
  private static final int RESPONSE_NAME = 0x8a;
  private static final int RESPONSE_VALUE = 0x8b;
  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

  /** The tags of the answers with a result (RFC 4511 §4.2 to §4.12); the others have none. */
  private static final Map<LdapOperation, Integer> TAGS =
      Map.of(
          LdapOperation.BIND, 0x61,
          LdapOperation.SEARCH, 0x65,
          LdapOperation.MODIFY, 0x67,
          LdapOperation.ADD, 0x69,
          LdapOperation.DELETE, 0x6b,
          LdapOperation.MODIFY_DN, 0x6d,
          LdapOperation.COMPARE, 0x6f,
          LdapOperation.EXTENDED, EXTENDED_RESPONSE);

  private static final Map<LdapOperation, Map<ResultCode, Answer>> RESULTS = results();

  private final byte[] operation;

  private Answer(byte[] operation) {
    this.operation = operation;
  }

  private static Map<LdapOperation, Map<ResultCode, Answer>> results() {
    Map<LdapOperation, Map<ResultCode, Answer>> all = new EnumMap<>(LdapOperation.class);
    TAGS.forEach(
        (operation, tag) -> {
          Map<ResultCode, Answer> byCode = new EnumMap<>(ResultCode.class);
          for (ResultCode code : ResultCode.values()) {
            byCode.put(code, new Answer(BerWriter.element(tag, result(code))));
          }
          all.put(operation, byCode);
        });
    return all;
  }

  /** The result of an operation that has one: all but unbind and abandon. */
  static Answer to(LdapOperation operation, ResultCode code) {
    Map<ResultCode, Answer> byCode = RESULTS.get(operation);
    Answer answer = byCode == null ? null : byCode.get(code);
    if (answer == null) {
      throw new IllegalArgumentException(operation + " is not answered");
    }
    return answer;
  }

  /**
   * No such entry.
   *
   * @param matched the DN of the last entry on the way there that the client may know of
   */
  static Answer noSuchObject(LdapOperation operation, String matched) {
    byte[] result = result(ResultCode.NO_SUCH_OBJECT, matched, "");
    return new Answer(BerWriter.element(tag(operation), result));
  }

  /** The server's own fault, under the id that its log has. */
  static Answer failed(LdapOperation operation, String id) {
    byte[] result = result(ResultCode.OTHER, "", ResultCode.OTHER.text() + " " + id);
    return new Answer(BerWriter.element(tag(operation), result));
  }

  private static int tag(LdapOperation operation) {
    Integer tag = TAGS.get(operation);
    if (tag == null) {
      throw new IllegalArgumentException(operation + " is not answered");
    }
    return tag;
  }

  /** Success of an extended operation, with the value that it asked for. */
  static Answer extended(String value) {
    byte[] result = result(ResultCode.SUCCESS);
    return new Answer(
        BerWriter.element(EXTENDED_RESPONSE, result, BerWriter.text(RESPONSE_VALUE, value)));
  }

  /** Success of an extended operation whose answer repeats its name (RFC 4511 §4.14.2). */
  static Answer extendedNamed(String oid) {
    byte[] result = result(ResultCode.SUCCESS);
    return new Answer(
        BerWriter.element(EXTENDED_RESPONSE, result, BerWriter.text(RESPONSE_NAME, oid)));
  }

  /** One entry that a search found (RFC 4511 §4.5.2). */
  static Answer entry(String dn, Map<String, List<String>> attributes, boolean typesOnly) {
    byte[][] encoded = new byte[attributes.size()][];
    int count = 0;
    for (Map.Entry<String, List<String>> each : attributes.entrySet()) {
      List<String> values = typesOnly ? List.of() : each.getValue();
      byte[][] texts = new byte[values.size()][];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = BerWriter.text(BerReader.OCTET_STRING, values.get(i));
      }
      encoded[count++] =
          BerWriter.element(
              BerReader.SEQUENCE,
              BerWriter.text(BerReader.OCTET_STRING, each.getKey()),
              BerWriter.element(SET, texts));
    }
    return new Answer(
        BerWriter.element(
            SEARCH_RESULT_ENTRY,
            BerWriter.text(BerReader.OCTET_STRING, dn),
            BerWriter.element(BerReader.SEQUENCE, encoded)));
  }

  /** The Notice of Disconnection (RFC 4511 §4.4.1), whole: a message of id 0. */
  static ByteBuf disconnection(ResultCode code, ByteBufAllocator allocator) {
    byte[] name = BerWriter.text(RESPONSE_NAME, NOTICE_OF_DISCONNECTION);
    return new Answer(BerWriter.element(EXTENDED_RESPONSE, result(code), name))
        .message(0, allocator);
  }

  private static byte[] result(ResultCode code) {
    return result(code, "", code.text());
  }

  private static byte[] result(ResultCode code, String matchedDn, String diagnosticText) {
    byte[] number = BerWriter.number(BerReader.ENUMERATED, code.number());
    byte[] matched = BerWriter.text(MATCHED_DN_OR_TEXT, matchedDn);
    byte[] text = BerWriter.text(MATCHED_DN_OR_TEXT, diagnosticText);
    byte[] result = new byte[number.length + matched.length + text.length];
    System.arraycopy(number, 0, result, 0, number.length);
    System.arraycopy(matched, 0, result, number.length, matched.length);
    System.arraycopy(text, 0, result, number.length + matched.length, text.length);
    return result;
  }

  /** The whole message, in a buffer that the caller takes over. */
  ByteBuf message(int messageId, ByteBufAllocator allocator) {
    int length = 2 + BerWriter.numberOctets(messageId) + operation.length;
    ByteBuf message = allocator.buffer(1 + BerWriter.lengthOctets(length) + length);
    writeTo(message, messageId);
    return message;
  }

  /** Appends the whole message. */
  void writeTo(ByteBuf out, int messageId) {
    int idOctets = BerWriter.numberOctets(messageId);
    int length = 2 + idOctets + operation.length;
    out.writeByte(BerReader.SEQUENCE);
    int lengthOctets = BerWriter.lengthOctets(length);
    if (lengthOctets > 1) {
      out.writeByte(0x80 | (lengthOctets - 1));
    }
    for (int i = Math.max(0, lengthOctets - 2); i >= 0; i--) {
      out.writeByte(length >> (8 * i));
    }
    out.writeByte(BerReader.INTEGER).writeByte(idOctets);
    for (int i = idOctets - 1; i >= 0; i--) {
      out.writeByte(messageId >> (8 * i));
    }
    out.writeBytes(operation);
  }
}
