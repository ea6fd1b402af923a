// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.ldapguard.LdapOperation;

final class AnswerTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x7fff,
        0x8000,
        0x7fffff,
        0x800000,
        0x1000000,
        0x7fffffff
      })
  void everyMessageIdIsRepeated(int id) throws Exception {
    LDAPMessage answer = read(Answer.to(LdapOperation.BIND, ResultCode.SUCCESS), id);
    assertEquals(id, answer.getMessageID());
    assertEquals(0, answer.getBindResponseProtocolOp().getResultCode());
  }

  @ParameterizedTest
  @EnumSource(ResultCode.class)
  void resultCodesAreUnderstood(ResultCode code) throws Exception {
    LDAPMessage answer = read(Answer.to(LdapOperation.BIND, code), 1);
    assertEquals(code.number(), answer.getBindResponseProtocolOp().getResultCode());
    String text = answer.getBindResponseProtocolOp().getDiagnosticMessage();
    assertEquals(code.text(), text == null ? "" : text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 90, 120, 200, 240, 300, 65_000, 70_000})
  void entryOfAnyLengthIsUnderstood(int length) throws Exception {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("cn", List.of("x".repeat(length), "ü"));
    attributes.put("sn", List.of());
    SearchResultEntryProtocolOp entry =
        read(Answer.entry("cn=x,dc=org", attributes, false), 5).getSearchResultEntryProtocolOp();
    assertEquals("cn=x,dc=org", entry.getDN());
    assertEquals(
        List.of(new Attribute("cn", "x".repeat(length), "ü"), new Attribute("sn")),
        entry.getAttributes());
  }

  @Test
  void typesOnlyLeavesTheValuesOut() throws Exception {
    SearchResultEntryProtocolOp entry =
        read(Answer.entry("", Map.of("cn", List.of("x")), true), 5)
            .getSearchResultEntryProtocolOp();
    assertEquals(List.of(new Attribute("cn")), entry.getAttributes());
  }

  private static LDAPMessage read(Answer answer, int id) throws Exception {
    ByteBuf message = answer.message(id, UnpooledByteBufAllocator.DEFAULT);
    try {
      return Messages.read(message).getFirst();
    } finally {
      message.release();
    }
  }
}
