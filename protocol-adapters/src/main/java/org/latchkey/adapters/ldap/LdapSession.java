// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.net.Connection;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.LdapGuard.Checked;
import org.latchkey.core.ldapguard.LdapOperation;
import org.latchkey.core.ldapguard.MalformedPduException;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutListener;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection's LDAP session (RFC 4511 §5.1). Its fields belong to the event loop. */
final class LdapSession {
  private static final Logger log = LoggerFactory.getLogger(LdapSession.class);
  private static final int REQUEST_NAME = 0x80;
  private static final int STRING = BerReader.OCTET_STRING;

  private final Connection connection;
  private final Parts parts;
  private final Runnable goOn;
  private final SignOutListener signOut;
  private LdapState state = new LdapState.Anonymous();

  /** What all sessions share. */
  record Parts(
      SignIn signIn,
      LiveSessions sessions,
      BindDialogue binds,
      DistinguishedName base,
      String baseDn) {}

  /**
   * @param goOn called when messages may be handed over again
   */
  LdapSession(Connection connection, Parts parts, Runnable goOn) {
    this.connection = connection;
    this.parts = parts;
    this.goOn = goOn;
    signOut = reason -> connection.channel().eventLoop().execute(this::signedOut);
  }

  /** Whether a bind is being decided: the next message waits. */
  boolean isBinding() {
    return state instanceof LdapState.Binding;
  }

  /** Whether somebody has signed in. */
  boolean isBound() {
    return state instanceof LdapState.Bound;
  }

  /**
   * Takes one message.
   *
   * @param pdu the whole message, which isn't kept
   * @param waitingBytes how many bytes came in behind it
   * @throws MalformedPduException when it is none after all
   */
  void on(Checked checked, ByteBuffer pdu, int waitingBytes) {
    if (checked.messageId() == 0) {
      throw new MalformedPduException("a request without an id");
    }
    BerReader message = BerReader.over(pdu).next(BerReader.SEQUENCE).inside();
    message.next(BerReader.INTEGER);
    message.next();
    if (checked.unknownCriticalControl() && isAnswered(checked.operation())) {
      refuse(checked, ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
      return;
    }
    try {
      take(checked, message, waitingBytes);
    } catch (RefusedException e) {
      refuse(checked, e.code());
    } catch (MalformedPduException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(checked, e);
    }
  }

  private void take(Checked checked, BerReader message, int waitingBytes) {
    switch (checked.operation()) {
      case BIND -> bind(checked.messageId(), message.inside());
      case UNBIND -> connection.close();
      case ABANDON -> {
        // Everything but a bind is answered at once, and a bind can't be abandoned.
      }
      case SEARCH -> search(checked.messageId(), message.inside());
      case COMPARE ->
          write(checked.messageId(), CompareDialogue.answer(message.inside(), visible()));
      case EXTENDED -> extended(checked.messageId(), message.inside(), waitingBytes);
      case MODIFY, ADD, MODIFY_DN -> refuseChange(checked, message.inside().next(STRING).octets());
      case DELETE -> refuseChange(checked, message.octets());
    }
  }

  /** Nobody changes anything here, but a name that is none is told from one. */
  private void refuseChange(Checked checked, byte[] name) {
    answer(
        checked,
        DistinguishedName.parse(name).isPresent()
            ? ResultCode.INSUFFICIENT_ACCESS_RIGHTS
            : ResultCode.INVALID_DN_SYNTAX);
  }

  /** A bug: the client learns no more than where the log has it. */
  private void failed(Checked checked, RuntimeException bug) {
    String id = UUID.randomUUID().toString();
    log.error("event=request-failed client={} id={}", connection.client(), id, bug);
    if (checked.operation() == LdapOperation.BIND) {
      forget();
    }
    if (!isOver() && isAnswered(checked.operation())) {
      write(checked.messageId(), Answer.failed(checked.operation(), id));
    }
  }

  /** Takes a request that holds more than is allowed. */
  void exceeds(Checked request) {
    if (request.messageId() == 0) {
      throw new MalformedPduException("a request without an id");
    }
    if (isAnswered(request.operation())) {
      refuse(request, ResultCode.ADMIN_LIMIT_EXCEEDED);
    }
  }

  private static boolean isAnswered(LdapOperation operation) {
    return operation != LdapOperation.UNBIND && operation != LdapOperation.ABANDON;
  }

  private void refuse(Checked checked, ResultCode code) {
    if (checked.operation() == LdapOperation.BIND) {
      forget();
    }
    answer(checked, code);
  }

  private void answer(Checked checked, ResultCode code) {
    write(checked.messageId(), Answer.to(checked.operation(), code));
  }

  private void write(int messageId, Answer answer) {
    connection.write(answer.message(messageId, allocator()));
  }

  private ByteBufAllocator allocator() {
    return connection.channel().alloc();
  }

  private void bind(int messageId, BerReader bind) {
    switch (parts.binds().on(bind, connection.signInAllowed())) {
      case BindStep.Answered(ResultCode code) -> {
        forget();
        write(messageId, Answer.to(LdapOperation.BIND, code));
      }
      case BindStep.Attempt attempt -> {
        Optional<LiveSession> before = state.held();
        state = new LdapState.Binding(before);
        SignInRequest request =
            new SignInRequest(
                attempt.target().service(),
                attempt.target().name(),
                attempt.secret(),
                connection.client(),
                "",
                System.nanoTime(),
                signOut,
                before);
        connection.attempt(
            parts.signIn(), request, outcome -> decided(messageId, attempt.target(), outcome));
      }
    }
  }

  /** RFC 4511 §4.2.2; the codes are those of §A.2. */
  private void decided(int messageId, BindNames.Target target, SignInOutcome outcome) {
    ResultCode code =
        switch (outcome) {
          case SignInOutcome.Granted granted -> granted(target, granted);
          case SignInOutcome.Denied _ -> ResultCode.INVALID_CREDENTIALS;
          case SignInOutcome.TryLater _ -> ResultCode.UNAVAILABLE;
        };
    if (code != ResultCode.SUCCESS) {
      forget();
    }
    if (!isOver()) {
      write(messageId, Answer.to(LdapOperation.BIND, code));
      goOn.run();
    }
  }

  private ResultCode granted(BindNames.Target target, SignInOutcome.Granted granted) {
    LiveSession session = granted.session();
    state.held().filter(before -> before != session).ifPresent(parts.sessions()::close);
    if (isOver()) {
      // The client went, or was signed out, while the bind was decided.
      parts.sessions().close(session);
      state = new LdapState.Anonymous();
    } else {
      state = new LdapState.Bound(session, target);
      connection.signedIn();
    }
    return ResultCode.SUCCESS;
  }

  private boolean isOver() {
    return connection.ended() || !connection.channel().isActive();
  }

  private void search(int messageId, BerReader operation) {
    SearchRequest search = SearchRequest.decode(operation);
    connection.write(SearchDialogue.answer(messageId, search, visible(), allocator()));
  }

  private VisibleEntries visible() {
    return new VisibleEntries(
        parts.base(),
        RootDse.of(parts.baseDn(), connection.encrypted(), connection.signInAllowed()),
        state instanceof LdapState.Bound bound ? bound.entry() : Optional.empty());
  }

  private void extended(int messageId, BerReader extended, int waitingBytes) {
    byte[] name = extended.next(REQUEST_NAME).octets();
    String oid = new String(name, StandardCharsets.ISO_8859_1);
    // Neither operation has a value (RFC 4511 §4.14.1, RFC 4532 §2.1).
    if (!extended.hasNext() && oid.equals(RootDse.START_TLS)) {
      startTls(messageId, waitingBytes);
    } else if (!extended.hasNext() && oid.equals(RootDse.WHO_AM_I)) {
      write(messageId, Answer.extended(whoAmI()));
    } else {
      write(messageId, Answer.to(LdapOperation.EXTENDED, ResultCode.PROTOCOL_ERROR));
    }
  }

  /** The authorization identity (RFC 4532); empty for an anonymous client. */
  private String whoAmI() {
    return state instanceof LdapState.Bound bound ? "dn:" + bound.dn() : "";
  }

  private void startTls(int messageId, int waitingBytes) {
    if (connection.encrypted()) {
      write(messageId, Answer.to(LdapOperation.EXTENDED, ResultCode.OPERATIONS_ERROR));
      return;
    }
    forget();
    Answer reply = Answer.extendedNamed(RootDse.START_TLS);
    if (!connection.startTls(reply.message(messageId, allocator()), waitingBytes)) {
      throw new MalformedPduException("octets behind a StartTLS request");
    }
  }

  /** Ends the connection with a Notice of Disconnection. */
  void disconnect(ResultCode why) {
    forget();
    if (!isOver()) {
      connection.end(Answer.disconnection(why, allocator()));
    }
  }

  /** Nobody is bound any more: the connection is gone, or TLS makes a new start. */
  void forget() {
    state.held().ifPresent(parts.sessions()::close);
    state = new LdapState.Anonymous();
  }

  private void signedOut() {
    disconnect(ResultCode.UNAVAILABLE);
  }
}
