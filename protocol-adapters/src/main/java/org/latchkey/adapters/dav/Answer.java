// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

/**
 * A whole answer to a request.
 *
 * @param type the media type of the body
 * @param fields more header fields
 */
record Answer(int status, String type, String body, Fields fields) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String XML = "application/xml; charset=utf-8";

  /** The header fields that go with an answer, beside those that every answer has. */
  enum Fields {
    NONE,
    /** {@code DAV} and {@code Allow}. */
    CAPABILITIES,
    /** {@code WWW-Authenticate}. */
    CHALLENGE,
    /** {@code Retry-After}. */
    RETRY_LATER,
    /** {@code Location} at {@code /carddav/}. */
    AT_CARDDAV,
    /** {@code Location} at {@code /caldav/}. */
    AT_CALDAV
  }

  static Answer text(int status, String line) {
    return text(status, line, Fields.NONE);
  }

  static Answer text(int status, String line, Fields fields) {
    return new Answer(status, TEXT, line + "\n", fields);
  }

  static Answer xml(int status, String body) {
    return new Answer(status, XML, body, Fields.NONE);
  }

  static Answer multistatus(String body) {
    return new Answer(207, XML, body, Fields.CAPABILITIES);
  }

  /** RFC 7617 §2; Thunderbird keeps no password without the realm. The same for every refusal. */
  static Answer unauthorized() {
    return text(401, "Sign in with an app password.", Fields.CHALLENGE);
  }

  static Answer tryLater() {
    return text(503, "Sign-in is not possible at the moment. Try again later.", Fields.RETRY_LATER);
  }

  static Answer badXml() {
    return text(400, "The body is not the XML that this method takes.");
  }

  static Answer tooLarge() {
    return text(413, "The body is too large.");
  }
}
