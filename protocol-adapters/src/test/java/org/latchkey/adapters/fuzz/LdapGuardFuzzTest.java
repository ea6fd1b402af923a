// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.directory.api.asn1.DecoderException;
import org.apache.directory.api.asn1.ber.Asn1Decoder;
import org.apache.directory.api.asn1.ber.tlv.TLVStateEnum;
import org.apache.directory.api.ldap.codec.api.LdapApiService;
import org.apache.directory.api.ldap.codec.api.LdapApiServiceFactory;
import org.apache.directory.api.ldap.codec.api.LdapMessageContainer;
import org.apache.directory.api.ldap.model.message.Message;
import org.latchkey.core.ldapguard.LdapGuard;
import org.latchkey.core.ldapguard.MalformedPduException;

/** An input is the octet {@code r}, for BER to be repaired, or any other; then what is sent. */
final class LdapGuardFuzzTest {
  private static final LdapGuard.Limits LIMITS = LdapGuard.Limits.beforeBind();

  private final LdapGuard guard = new LdapGuard(LIMITS);
  private final LdapApiService codec = LdapApiServiceFactory.getSingleton();

  @FuzzTest(maxDuration = "1m")
  void whatPassesDoesTheCodecNoHarm(byte[] input) {
    byte[] rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    byte[] sent = input.length > 0 && input[0] == 'r' ? RepairedBer.of(rest) : rest;
    ByteBuffer in = ByteBuffer.wrap(sent);
    try {
      int length = guard.frame(in);
      checkFrame(sent, length);
      if (length >= 0 && length <= sent.length) {
        ByteBuffer pdu = in.slice(0, length);
        LdapGuard.Checked _ = Cost.bounded(length, () -> guard.check(pdu));
        assertEquals(length, pdu.remaining());
        boolean _ = Cost.bounded(length, () -> decodes(pdu.duplicate()));
      }
    } catch (MalformedPduException e) {
      // It never gets to the codec.
    }
  }

  /** A frame's length doesn't depend on how much of it is there. */
  private void checkFrame(byte[] sent, int length) {
    assertTrue(length >= -1 && length <= LIMITS.maxPduBytes(), () -> "framed " + length);
    for (int i = 0; i < Math.min(sent.length, 8); i++) {
      int early = guard.frame(ByteBuffer.wrap(sent, 0, i));
      assertTrue(early == -1 || early == length);
    }
  }

  private boolean decodes(ByteBuffer pdu) {
    LdapMessageContainer<Message> container = new LdapMessageContainer<>(codec);
    try {
      Asn1Decoder.decode(pdu, container);
      assertEquals(TLVStateEnum.PDU_DECODED, container.getState(), "the codec waits for more");
      assertEquals(0, pdu.remaining(), "octets the codec left");
      return true;
    } catch (DecoderException | IllegalArgumentException e) {
      // Declared; and what an attribute's name that isn't ASCII comes to.
      return false;
    }
  }
}
