// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.directory.api.ldap.model.message.LdapResult;
import org.apache.directory.api.ldap.model.message.Message;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.ResultResponse;
import org.apache.directory.api.ldap.model.message.ResultResponseRequest;
import org.apache.directory.api.ldap.model.message.extended.NoticeOfDisconnect;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolCodecFactory;
import org.apache.mina.filter.codec.ProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoder;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;
import org.latchkey.core.ldapguard.LdapGuard;
import org.latchkey.core.ldapguard.LdapOperation;
import org.latchkey.core.ldapguard.MalformedPduException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The LDAP library's codec behind the guard: it is given whole messages that have been checked, and
 * whatever it throws all the same ends the connection with a Notice of Disconnection.
 */
final class GuardedCodec implements ProtocolCodecFactory {
  private static final Logger log = LoggerFactory.getLogger(GuardedCodec.class);

  /** Manage DSA IT, paged results, subentries, tree delete, persistent search. */
  private static final Set<String> KNOWN_CONTROLS =
      Set.of(
          "2.16.840.1.113730.3.4.2",
          "1.2.840.113556.1.4.319",
          "1.3.6.1.4.1.4203.1.10.1",
          "1.2.840.113556.1.4.805",
          "2.16.840.1.113730.3.4.3");

  private static final int MOST_BEFORE_BIND = 100;

  private final LdapServer server;
  private final ProtocolCodecFactory codec;
  private final LdapGuard beforeBind = new LdapGuard(LdapGuard.Limits.beforeBind(), KNOWN_CONTROLS);
  private final LdapGuard afterBind = new LdapGuard(LdapGuard.Limits.afterBind(), KNOWN_CONTROLS);

  GuardedCodec(LdapServer server, ProtocolCodecFactory codec) {
    this.server = server;
    this.codec = codec;
  }

  @Override
  public ProtocolEncoder getEncoder(IoSession session) throws Exception {
    return new DiscreetEncoder(codec.getEncoder(session));
  }

  @Override
  public ProtocolDecoder getDecoder(IoSession session) throws Exception {
    return new GuardedDecoder(codec.getDecoder(session));
  }

  private LdapGuard guard(IoSession session) {
    return isBound(server, session) ? afterBind : beforeBind;
  }

  /** Whether somebody has bound on this connection. */
  static boolean isBound(LdapServer server, IoSession session) {
    LdapSession ldap = server.getLdapSessionManager().getLdapSession(session);
    return ldap != null && ldap.getCoreSession() != null && !ldap.getCoreSession().isAnonymous();
  }

  private static void end(IoSession session) {
    session.write(NoticeOfDisconnect.PROTOCOLERROR);
    session.closeOnFlush();
  }

  /** Lets out what a rule or the server says, and nothing else of an error's text. */
  private record DiscreetEncoder(ProtocolEncoder encoder) implements ProtocolEncoder {
    @Override
    public void encode(IoSession session, Object message, ProtocolEncoderOutput out)
        throws Exception {
      if (message instanceof ResultResponse response) {
        LdapResult result = response.getLdapResult();
        result.setDiagnosticMessage(Diagnostics.reason(result.getDiagnosticMessage()));
      }
      encoder.encode(session, message, out);
    }

    @Override
    public void dispose(IoSession session) throws Exception {
      encoder.dispose(session);
    }
  }

  /** Frames messages, checks each, and hands it to the library's decoder. */
  private final class GuardedDecoder extends CumulativeProtocolDecoder {
    private final ProtocolDecoder decoder;
    private int requestsBeforeBind;

    GuardedDecoder(ProtocolDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) {
      if (session.isClosing()) {
        in.position(in.limit());
        return false;
      }
      try {
        return decodeOne(session, in, out);
      } catch (MalformedPduException e) {
        log.info(
            "event=malformed-ldap client={} reason=\"{}\"",
            session.getRemoteAddress(),
            e.getMessage());
      } catch (Exception | StackOverflowError e) {
        log.info(
            "event=malformed-ldap client={} reason=\"{}\"",
            session.getRemoteAddress(),
            e.getClass().getSimpleName());
      }
      in.position(in.limit());
      end(session);
      return false;
    }

    private boolean decodeOne(IoSession session, IoBuffer in, ProtocolDecoderOutput out)
        throws Exception {
      LdapGuard guard = guard(session);
      int length = guard.frame(in.buf());
      if (length < 0 || in.remaining() < length) {
        return false;
      }
      ByteBuffer pdu = in.buf().slice(in.position(), length);
      LdapGuard.Checked checked = guard.check(pdu);
      if (guard == beforeBind && ++requestsBeforeBind > MOST_BEFORE_BIND) {
        throw new MalformedPduException("too many requests before a bind");
      }
      in.position(in.position() + length);
      if (isStartTls(checked, pdu) && in.hasRemaining()) {
        throw new MalformedPduException("octets behind StartTLS");
      }
      decoder.decode(
          session,
          IoBuffer.wrap(pdu),
          checked.unknownCriticalControl() ? new RefusingOutput(session) : out);
      return in.hasRemaining();
    }

    private static boolean isStartTls(LdapGuard.Checked checked, ByteBuffer pdu) {
      return checked.operation() == LdapOperation.EXTENDED && StartTls.isAskedFor(pdu);
    }
  }

  /** Answers a request whose critical control isn't known here (RFC 4511 §4.1.11). */
  private static final class RefusingOutput implements ProtocolDecoderOutput {
    private final IoSession session;

    RefusingOutput(IoSession session) {
      this.session = session;
    }

    @Override
    public void write(Object message) {
      if (message instanceof Message && message instanceof ResultResponseRequest request) {
        ResultResponse response = request.getResultResponse();
        response.getLdapResult().setResultCode(ResultCodeEnum.UNAVAILABLE_CRITICAL_EXTENSION);
        session.write(response);
      }
    }

    @Override
    public void flush(org.apache.mina.core.filterchain.IoFilter.NextFilter next, IoSession to) {}
  }
}
