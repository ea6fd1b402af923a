// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.http.RequestHead;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.upstream.UpstreamFailure;

/** One request on its way to the upstream and back. Belongs to the connection's event loop. */
public final class Relay {
  /**
   * Credentials, and the upstream does not take them: ours, so nothing that the client can mend.
   */
  private static final Set<Integer> REFUSALS = Set.of(401, 407);

  /** RFC 9113 §7: what a stream is reset with; clients take no code for a good end. */
  private static final long INTERNAL_ERROR = 0x2;

  private static final long CANCEL = 0x8;

  private final Parts parts;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RequestHead.Good head;
  private final Target.Routed target;
  private final Visitor visitor;
  private final Address address;
  private final References references;
  private final Promise<End> end = Promise.promise();
  private final Silence silence;
  private final Upstreams.Room room;
  private BodyLength length = new BodyLength.None();
  private Expectation expectation;
  private @Nullable Gathering gathering;
  private @Nullable UpstreamConnection connection;
  private @Nullable Upload up;
  private @Nullable Download down;
  private boolean over;
  private long asking;

  /** What the relays of one event loop share. */
  record Parts(Vertx vertx, Routes routes, Upstreams upstreams, Audit audit) {}

  /** How it ended. */
  public enum End {
    /** The client has its answer, or all of it that there will be. */
    ANSWERED,
    /** The same, and no more can be said on its connection. */
    ANSWERED_LAST,
    /** Nothing was answered yet: the upstream can't be reached, or refuses. */
    UNAVAILABLE,
    /** Nothing was answered yet: the request can't be passed on as it is (RFC 9110 §15.5.1). */
    BAD_REQUEST,
    /** Nothing was answered yet: it is for another server (RFC 4918 §9.8.5). */
    ELSEWHERE,
    /** Nothing was answered yet: the app password isn't good for all that would be touched. */
    FORBIDDEN,
    /** Nothing was answered yet: it has to say how long its body is (RFC 9110 §15.5.12). */
    LENGTH_REQUIRED,
    /** Nothing was answered yet: its body is too long to be looked at (RFC 9110 §15.5.14). */
    TOO_LARGE
  }

  Relay(
      Parts parts,
      HttpServerRequest request,
      RequestHead.Good head,
      Target.Routed target,
      Visitor visitor) {
    this.parts = parts;
    this.request = request;
    this.response = request.response();
    this.head = head;
    this.target = target;
    this.visitor = visitor;
    this.address = Address.of(target.route(), visitor.account());
    String scheme = visitor.encrypted() ? "https" : "http";
    this.references = new References(parts.routes(), target, head.authority(), scheme, address);
    this.expectation = new Expectation(parts.vertx(), request, false);
    this.room = parts.upstreams().room();
    this.silence =
        new Silence(
            parts.vertx(), target.route().settings().answerTimeout(), this::waitsForUpstreamSince);
  }

  /** Begins; completed when all is over. The request is paused where it was not read to its end. */
  public Future<End> start() {
    request.pause();
    Optional<BodyLength> known = BodyLength.of(request);
    if (known.isEmpty()) {
      return refuse(End.BAD_REQUEST);
    }
    length = known.get();
    Destination destination =
        Destination.of(request.headers().getAll("destination"), head.method(), references);
    return switch (destination) {
      case Destination.Bad bad -> refuse(End.BAD_REQUEST);
      case Destination.Elsewhere elsewhere -> refuse(End.ELSEWHERE);
      case Destination.None none -> signIn(Optional.empty());
      case Destination.Here here -> signIn(Optional.of(here));
    };
  }

  private Future<End> signIn(Optional<Destination.Here> destination) {
    UpstreamCredentials.Answer credentials =
        target.route().credentials().of(visitor.account(), address.toString());
    if (credentials instanceof UpstreamCredentials.Answer.Missing missing) {
      return unavailable(new Failure(UpstreamFailure.NOT_CONFIGURED, missing.why()));
    }
    Outgoing made = new Outgoing(request, head, references, visitor, destination, credentials);
    Optional<Confinement> confinement =
        Confinement.of(parts.routes(), target.route(), address, visitor);
    boolean allowed =
        confinement.isEmpty()
            || (made.isAllowed(confinement.get(), target)
                && destination.stream()
                    .allMatch(to -> made.isAllowed(confinement.get(), to.target())));
    if (!allowed) {
      return refuse(End.FORBIDDEN);
    }
    request.exceptionHandler(this::clientFailed);
    response.exceptionHandler(this::clientFailed);
    response.closeHandler(none -> clientGone());
    expectation = new Expectation(parts.vertx(), request, !(length instanceof BodyLength.None));
    if (confinement.isPresent() && head.method().equals("REPORT")) {
      gather(made, ReportCheck.of(confinement.get(), references));
    } else if (length instanceof BodyLength.Unknown) {
      gather(made, ReportCheck.NONE);
    } else {
      connect(made, Buffer.buffer(), length instanceof BodyLength.None);
    }
    return end.future();
  }

  /** Reads the body before anything is sent: all of it, or so much that it is worth its chunks. */
  private void gather(Outgoing made, ReportCheck check) {
    boolean chunks =
        !check.looks() && parts.upstreams().version(address) == Upstreams.Version.HTTP_1_1;
    expectation.goOn();
    gathering =
        new Gathering(
            request,
            room,
            chunks ? Outgoing.WORTH_CHUNKS : Outgoing.MOST_GATHERED,
            new Gathering.Reader() {
              @Override
              public void whole(Buffer body) {
                if (!check.allows(made, body.getBytes())) {
                  refuse(End.FORBIDDEN);
                  return;
                }
                length =
                    body.length() == 0
                        ? new BodyLength.None()
                        : new BodyLength.Known(body.length());
                connect(made, body, true);
              }

              @Override
              public void more(Buffer begun) {
                if (check.looks()) {
                  refuse(End.TOO_LARGE);
                } else if (chunks) {
                  connect(made, begun, false);
                } else {
                  ask(made, begun);
                }
              }
            });
    gathering.begin();
  }

  /** Finds out whether the upstream knows chunks, where that isn't known yet. */
  private void ask(Outgoing made, Buffer begun) {
    if (parts.upstreams().version(address) == Upstreams.Version.HTTP_1_0) {
      refuse(End.LENGTH_REQUIRED);
      return;
    }
    asking = System.nanoTime();
    silence.watch(this::silent);
    Probe.ask(parts.upstreams(), target.route(), address, visitor.account().id(), made.question())
        .onComplete(
            http11 -> {
              if (over) {
                return;
              }
              silence.end();
              if (http11) {
                connect(made, begun, false);
              } else {
                refuse(End.LENGTH_REQUIRED);
              }
            },
            failure -> broken(Failure.of(failure)));
  }

  private void connect(Outgoing made, Buffer begun, boolean whole) {
    parts
        .upstreams()
        .connection(target.route(), address, visitor.account().id())
        .onComplete(
            connected -> send(connected, made, begun, whole),
            failure -> broken(Failure.of(failure)));
  }

  private void send(UpstreamConnection connected, Outgoing made, Buffer begun, boolean whole) {
    if (over) {
      connected.close();
      return;
    }
    connection = connected;
    Upload upload = new Upload(request, connected, length, () -> breakOff(End.BAD_REQUEST));
    up = upload;
    down = null;
    try {
      MultiMap fields = made.fields();
      expectation.passOn(fields, parts.upstreams().version(address));
      connected.begin(made.head(fields, length), new Passage());
    } catch (IllegalArgumentException unsayable) {
      breakOff(End.BAD_REQUEST);
      return;
    }
    upload.begin(begun, whole);
    expectation.begin();
    silence.watch(this::silent);
  }

  /** What the upstream does, as the relay takes it. */
  private final class Passage implements UpstreamConnection.Exchange {
    @Override
    public void goOn() {
      expectation.goOn();
    }

    @Override
    public void atWork() {
      if (up != null) {
        up.moved();
      }
    }

    @Override
    public void drained() {
      if (up != null) {
        up.drained();
      }
    }

    @Override
    public void head(HttpResponse answer) {
      parts.upstreams().learn(address, answer.protocolVersion().minorVersion() > 0);
      int status = answer.status().code();
      UpstreamConnection from = connection;
      if (over || from == null) {
        return;
      }
      if (REFUSALS.contains(status)) {
        broken(new Failure(UpstreamFailure.REFUSED, "status " + status));
        return;
      }
      Download answered = new Download(request, from, references);
      down = answered;
      answered.head(answer, expectation.isOpen());
      expectation.close();
    }

    @Override
    public void body(Buffer octets) {
      if (!over && down != null) {
        down.body(octets);
      }
    }

    @Override
    public void end() {
      if (!over && down != null) {
        boolean last = down.closesAfter();
        response.end().onComplete(sent -> answered(last), failure -> clientGone());
      }
    }

    @Override
    public void failed(Throwable failure) {
      broken(Failure.of(failure));
    }
  }

  private void answered(boolean last) {
    // It may have said all that it will before it had the whole body.
    boolean early = up != null && !up.isDone();
    if (over()) {
      if (early) {
        closeUpstream();
      }
      end.complete(last ? End.ANSWERED_LAST : End.ANSWERED);
    }
  }

  /** Since when it is the upstream's turn; now, where it is the client's. */
  private long waitsForUpstreamSince() {
    if (down != null) {
      return down.isHeld() ? System.nanoTime() : down.since();
    }
    Upload sent = up;
    if (sent == null) {
      return asking;
    }
    return sent.isHeld() || sent.isDone() ? sent.since() : System.nanoTime();
  }

  private void silent() {
    broken(new Failure(UpstreamFailure.TIMEOUT, "silent"));
  }

  /** The upstream's side has failed, before its answer or in it. */
  private void broken(Failure why) {
    if (!over) {
      tell(why);
      breakOff(End.UNAVAILABLE);
    }
  }

  private Future<End> unavailable(Failure why) {
    broken(why);
    return end.future();
  }

  private void tell(Failure why) {
    parts
        .audit()
        .record(
            new AuditEvent.UpstreamFailed(
                visitor.session(), address.toString(), why.reason(), why.detail()));
  }

  private void clientGone() {
    if (over()) {
      closeUpstream();
      end.complete(End.ANSWERED);
    }
  }

  /** It has gone, or what it sends is no HTTP. */
  private void clientFailed(Throwable failure) {
    if (failure instanceof HttpClosedException || failure instanceof StreamResetException) {
      clientGone();
    } else {
      breakOff(End.BAD_REQUEST);
    }
  }

  /**
   * Ends both legs.
   *
   * @param unanswered how it ends where no answer has begun; one that has is broken off
   */
  private void breakOff(End unanswered) {
    if (over()) {
      closeUpstream();
      boolean begun = response.headWritten();
      if (begun) {
        response.reset(INTERNAL_ERROR);
      } else {
        response.headers().clear();
        response.setChunked(false);
        response.headersEndHandler(null);
      }
      end.complete(begun ? End.ANSWERED : unanswered);
    }
  }

  /** Ends both legs now, wherever they are. */
  public void cut() {
    if (over()) {
      closeUpstream();
      response.reset(CANCEL);
      end.complete(End.ANSWERED);
    }
  }

  private void closeUpstream() {
    if (connection != null) {
      connection.close();
    }
  }

  private Future<End> refuse(End how) {
    if (over()) {
      end.complete(how);
    }
    return end.future();
  }

  /** Takes the decision how it ends, which nothing that follows from it changes; true once. */
  private boolean over() {
    if (over) {
      return false;
    }
    over = true;
    silence.end();
    expectation.close();
    room.giveBack();
    if (gathering != null) {
      gathering.detach();
    }
    if (up != null) {
      up.detach();
    }
    if (down != null) {
      down.detach();
    }
    return true;
  }
}
