// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.message.BindRequest;
import org.apache.directory.api.ldap.model.message.Request;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.ResultResponse;
import org.apache.directory.api.ldap.model.message.ResultResponseRequest;
import org.apache.directory.api.ldap.model.message.extended.NoticeOfDisconnect;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.ldap.LdapSession;
import org.apache.mina.core.filterchain.IoFilter.NextFilter;
import org.apache.mina.core.session.IoSession;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.latchkey.directory.rules.BoundSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the admin port: who has bound on it, and what waits while a bind is decided
 * (RFC 4511 §4.2.1). Its fields are guarded by itself.
 */
final class AdminConnection {
  private static final Logger log = LoggerFactory.getLogger(AdminConnection.class);

  private final IoSession session;
  private final Door.Parts parts;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private Optional<LiveSession> signedIn = Optional.empty();
  private boolean binding;
  private volatile boolean over;

  /** A message that came in while a bind was decided. */
  private record Waiting(NextFilter next, Object message) {}

  AdminConnection(IoSession session, Door.Parts parts) {
    this.session = session;
    this.parts = parts;
  }

  /** Takes one message. */
  synchronized void receive(NextFilter next, Object message) {
    if (over) {
      return; // what is left over on a connection that has been ended
    }
    if (binding) {
      waiting.add(new Waiting(next, message));
    } else if (message instanceof BindRequest bind && isConfidential()) {
      bind(bind);
    } else {
      Optional<ResultCodeEnum> refused =
          isConfidential() && message instanceof Request request
              ? Asking.refuse(request, signedIn.isPresent(), parts.base(), service())
              : Optional.empty();
      if (refused.isPresent() && message instanceof ResultResponseRequest request) {
        answer(request, refused.get(), Asking.WHY);
      } else {
        next.messageReceived(session, message);
      }
    }
  }

  /** Where TLS is demanded and missing, ApacheDS says so. */
  private boolean isConfidential() {
    return !parts.server().isConfidentialityRequired()
        || session.getFilterChain().contains("sslFilter");
  }

  private DirectoryService service() {
    return parts.server().getDirectoryService();
  }

  private void bind(BindRequest bind) {
    LdapSession ldap = parts.server().getLdapSessionManager().getLdapSession(session);
    if (ldap == null) {
      return; // the connection has just gone
    }
    ldap.setAnonymous();
    if (!bind.getVersion3()) {
      forget();
      answer(bind, ResultCodeEnum.PROTOCOL_ERROR, "LDAP version 3 is spoken here");
    } else if (!bind.isSimple()) {
      forget();
      answer(bind, ResultCodeEnum.AUTH_METHOD_NOT_SUPPORTED, "only simple binds are taken here");
    } else if (bind.getCredentials() == null || bind.getCredentials().length == 0) {
      forget();
      boolean anonymous = bind.getName() == null || bind.getName().isEmpty();
      answer(
          bind,
          anonymous ? ResultCodeEnum.SUCCESS : ResultCodeEnum.UNWILLING_TO_PERFORM,
          anonymous ? "" : "a bind with a name needs a password");
    } else {
      binding = true;
      session.suspendRead();
      CompletableFuture<SignInOutcome> _ =
          attempt(bind).whenComplete((outcome, bug) -> decided(bind, ldap, outcome, bug));
    }
  }

  /** Never blocks for longer than it takes to look a name up. */
  private CompletableFuture<SignInOutcome> attempt(BindRequest bind) {
    long received = System.nanoTime();
    String typed = bind.getName() == null ? "" : bind.getName();
    Secret secret = Secret.takeOver(bind.getCredentials().clone());
    try {
      Optional<Dn> dn = dn(typed);
      if (dn.filter(adminDn()::equals).isPresent()) {
        return parts
            .signIn()
            .attempt(parts.admins().configured(), request(parts.admins().dn(), secret, received));
      }
      // A name with a space is nobody's, and goes through the door all the same.
      String name = dn.flatMap(parts.admins()::login).orElse("dn: " + typed);
      return parts.signIn().attempt(request(name, secret, received));
    } catch (DirectoryUnavailableException | LdapException e) {
      secret.close();
      return CompletableFuture.completedFuture(
          new SignInOutcome.TryLater(String.valueOf(e.getMessage())));
    }
  }

  private Dn adminDn() throws LdapInvalidDnException {
    return new Dn(service().getSchemaManager(), parts.admins().dn());
  }

  private Optional<Dn> dn(String typed) {
    try {
      return Optional.of(new Dn(service().getSchemaManager(), typed));
    } catch (LdapInvalidDnException e) {
      return Optional.empty();
    }
  }

  private SignInRequest request(String name, Secret secret, long received) {
    return new SignInRequest(
        Service.ADMIN,
        name,
        secret,
        (InetSocketAddress) session.getRemoteAddress(),
        "",
        received,
        this::signedOut,
        signedIn);
  }

  private synchronized void decided(
      BindRequest bind, LdapSession ldap, SignInOutcome outcome, Throwable bug) {
    binding = false;
    ResultCodeEnum code =
        switch (bug == null ? outcome : new SignInOutcome.TryLater("internal error")) {
          case SignInOutcome.Granted granted -> granted(ldap, granted.session());
          case SignInOutcome.Denied _ -> ResultCodeEnum.INVALID_CREDENTIALS;
          case SignInOutcome.TryLater _ -> ResultCodeEnum.UNAVAILABLE;
        };
    if (bug != null) {
      log.error("event=bind-failed", bug);
    }
    if (code != ResultCodeEnum.SUCCESS) {
      forget();
    }
    if (over) {
      forget();
      return;
    }
    answer(bind, code, code == ResultCodeEnum.INVALID_CREDENTIALS ? "wrong name or password" : "");
    for (Waiting each = waiting.poll(); each != null; each = binding ? null : waiting.poll()) {
      receive(each.next(), each.message());
    }
    if (!binding) {
      session.resumeRead();
    }
  }

  private ResultCodeEnum granted(LdapSession ldap, LiveSession live) {
    signedIn.filter(before -> before != live).ifPresent(parts.sessions()::close);
    signedIn = Optional.of(live);
    try {
      BoundSession core = new BoundSession(service(), live);
      core.setIoSession(session);
      ldap.setCoreSession(core);
      ldap.setAuthenticated();
      return ResultCodeEnum.SUCCESS;
    } catch (LdapInvalidDnException e) {
      log.error("event=bind-failed reason=\"an account's name is no DN\"", e);
      return ResultCodeEnum.UNAVAILABLE;
    }
  }

  /** Nobody is bound any more. */
  private void forget() {
    signedIn.ifPresent(parts.sessions()::close);
    signedIn = Optional.empty();
  }

  private void answer(ResultResponseRequest request, ResultCodeEnum code, String why) {
    ResultResponse response = request.getResultResponse();
    response.getLdapResult().setResultCode(code);
    response.getLdapResult().setDiagnosticMessage(why);
    session.write(response);
  }

  /** The server ends the session: the client hears so (RFC 4511 §4.4.1). On any thread. */
  private void signedOut(SignOutReason reason) {
    over = true;
    session.write(NoticeOfDisconnect.UNAVAILABLE);
    session.closeOnFlush();
  }

  /** The client has gone. */
  synchronized void closed() {
    over = true;
    waiting.clear();
    if (!binding) {
      forget();
    }
  }
}
