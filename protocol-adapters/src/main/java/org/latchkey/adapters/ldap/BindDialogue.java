// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.MalformedPduException;
import org.latchkey.core.password.Secret;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.sasl.SaslMechanism;

/**
 * Reads bind requests (RFC 4511 §4.2) straight from their octets: they are the hot path, and a
 * password is copied once, into a {@link Secret}.
 */
final class BindDialogue {
  private static final int LDAP_VERSION = 3;
  private static final int SIMPLE = 0x80;
  private static final int SASL = 0xa3;

  private final BindNames names;

  BindDialogue(BindNames names) {
    this.names = names;
  }

  /**
   * Takes one request.
   *
   * @param bind before the version
   * @param signInAllowed whether a password may be sent on this connection
   * @throws MalformedPduException when it is no bind request
   */
  BindStep on(BerReader bind, boolean signInAllowed) {
    boolean supported = bind.next(BerReader.INTEGER).length() == 1 && bind.octet(0) == LDAP_VERSION;
    byte[] name = bind.next(BerReader.OCTET_STRING).octets();
    int method = bind.next();
    if (bind.peek() >= 0) {
      throw new MalformedPduException("octets behind the bind request");
    }
    if (!supported) {
      return new BindStep.Answered(ResultCode.PROTOCOL_ERROR);
    }
    return switch (method) {
      case SIMPLE -> simple(name, bind, signInAllowed);
      case SASL -> sasl(bind.inside(), signInAllowed);
      default -> new BindStep.Answered(ResultCode.AUTH_METHOD_NOT_SUPPORTED);
    };
  }

  private BindStep simple(byte[] name, BerReader password, boolean signInAllowed) {
    if (password.length() == 0) {
      // A name without a password is "unauthenticated authentication" (RFC 4513 §5.1.2).
      return new BindStep.Answered(
          name.length == 0 ? ResultCode.SUCCESS : ResultCode.UNWILLING_TO_PERFORM);
    }
    return signInAllowed
        ? new BindStep.Attempt(names.ofDn(name), Secret.takeOver(password.octets()))
        : new BindStep.Answered(ResultCode.CONFIDENTIALITY_REQUIRED);
  }

  private BindStep sasl(BerReader sasl, boolean signInAllowed) {
    String name =
        new String(sasl.next(BerReader.OCTET_STRING).octets(), StandardCharsets.ISO_8859_1);
    Optional<SaslMechanism> mechanism = SaslMechanism.byName(name);
    if (mechanism.isEmpty() || mechanism.get() != SaslMechanism.PLAIN) {
      return new BindStep.Answered(ResultCode.AUTH_METHOD_NOT_SUPPORTED);
    }
    if (!signInAllowed) {
      return new BindStep.Answered(ResultCode.CONFIDENTIALITY_REQUIRED);
    }
    return sasl.hasNext()
        ? plain(sasl.next(BerReader.OCTET_STRING).octets())
        : new BindStep.Answered(ResultCode.INVALID_CREDENTIALS);
  }

  /**
   * PLAIN (RFC 4616) with LDAP's identities: where the authorization identity means the same as the
   * authentication identity, {@code dn:} against a bare name included, it is left out.
   */
  private BindStep plain(byte[] message) {
    byte[] own = message;
    int nul = indexOfNul(message, 0);
    int second = nul < 0 ? -1 : indexOfNul(message, nul + 1);
    if (nul > 0 && second > 0) {
      BindNames.Target actsFor = names.ofIdentity(text(message, 0, nul));
      if (actsFor.isSame(names.ofIdentity(text(message, nul + 1, second)))) {
        own = Arrays.copyOfRange(message, nul, message.length);
        Arrays.fill(message, (byte) 0);
      }
    }
    return switch (SaslMechanism.PLAIN.start().respond(own)) {
      case SaslExchange.Credentials(String identity, Secret secret) ->
          new BindStep.Attempt(names.ofIdentity(identity), secret);
      case SaslExchange.Challenge _, SaslExchange.Failure _ ->
          new BindStep.Answered(ResultCode.INVALID_CREDENTIALS);
    };
  }

  private static String text(byte[] message, int from, int to) {
    return new String(message, from, to - from, StandardCharsets.UTF_8);
  }

  private static int indexOfNul(byte[] message, int from) {
    for (int i = from; i < message.length; i++) {
      if (message[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
