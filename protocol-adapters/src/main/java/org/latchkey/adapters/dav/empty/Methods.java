// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.adapters.dav.http.Answer;

/**
 * Answers the requests of those who are signed in. Pure: what is asked and by whom goes in, the
 * whole answer comes out.
 */
public final class Methods {
  /** What {@code Allow} lists. */
  public static final String ALLOWED = "OPTIONS, PROPFIND, REPORT, GET, HEAD";

  private static final String FINITE =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <d:error xmlns:d="DAV:"><d:propfind-finite-depth/></d:error>
      """;

  private final DavXml xml;

  public Methods() {
    this(new DavXml());
  }

  Methods(DavXml xml) {
    this.xml = xml;
  }

  /**
   * A request.
   *
   * @param depth the {@code Depth} field; empty where there is none
   */
  public record Call(String method, Place place, String depth) {}

  /** Whether a method's body is read at all. */
  public static boolean readsBody(String method) {
    return method.equals("PROPFIND") || method.equals("REPORT");
  }

  /**
   * The answer to a call.
   *
   * @param body all of it; nothing for a method that {@linkplain #readsBody reads none}
   */
  public Answer answer(Call call, byte[] body, Viewer viewer) {
    if (call.method().equals("OPTIONS")) {
      return Answer.text(200, "", new Answer.Fields.Capabilities());
    }
    Optional<String> owner = owner(call.place());
    if (owner.isPresent() && !viewer.is(owner.get())) {
      return Answer.text(403, "This is somebody else's.");
    }
    Optional<Resource> resource = Resource.at(call.place(), viewer);
    return switch (call.method()) {
      case "PROPFIND" ->
          resource.map(at -> propfind(call.depth(), body, at)).orElseGet(Answer::notFound);
      case "REPORT" -> resource.map(at -> report(body)).orElseGet(Answer::notFound);
      case "GET", "HEAD" ->
          resource.isPresent()
              ? Answer.text(200, "Latchkey: for address book and calendar apps.")
              : Answer.notFound();
      case "PUT",
          "DELETE",
          "POST",
          "PROPPATCH",
          "MKCOL",
          "MKCALENDAR",
          "MOVE",
          "COPY",
          "LOCK",
          "UNLOCK",
          "ACL" ->
          Answer.text(403, "Nothing can be changed here.");
      default -> Answer.text(405, "Not allowed here: " + ALLOWED, new Answer.Fields.Capabilities());
    };
  }

  private static Optional<String> owner(Place place) {
    return switch (place) {
      case Place.Home home -> Optional.of(home.login());
      case Place.Member member -> Optional.of(member.login());
      case Place.Principal principal -> Optional.of(principal.login());
      case Place.Root root -> Optional.empty();
      case Place.ServiceRoot root -> Optional.empty();
      case Place.Principals all -> Optional.empty();
      case Place.WellKnown known -> Optional.empty();
      case Place.Unknown unknown -> Optional.empty();
    };
  }

  /** RFC 4918 §9.1. A missing {@code Depth} is taken as 0, not as the infinity that is refused. */
  private Answer propfind(String depth, byte[] body, Resource resource) {
    Optional<Propfind> asked = xml.propfind(body);
    if (asked.isEmpty()) {
      return Answer.badXml();
    }
    return switch (depth) {
      case "", "0" -> Answer.multistatus(Multistatus.of(List.of(resource), asked.get()));
      case "1" -> {
        List<Resource> all = new ArrayList<>();
        all.add(resource);
        all.addAll(resource.members());
        yield Answer.multistatus(Multistatus.of(all, asked.get()));
      }
      case "infinity", "Infinity" -> Answer.xml(403, FINITE);
      default -> Answer.text(400, "Depth is 0, 1 or infinity.");
    };
  }

  /** Every collection is empty, so every report finds nothing. */
  private Answer report(byte[] body) {
    return xml.isWellFormed(body) ? Answer.multistatus(Multistatus.empty()) : Answer.badXml();
  }
}
