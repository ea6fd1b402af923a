// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.http;

/**
 * A whole answer to a request.
 *
 * @param type the media type of the body
 * @param fields more header fields
 */
public record Answer(int status, String type, String body, Fields fields) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String XML = "application/xml; charset=utf-8";
  private static final String JWK_SET = "application/jwk-set+json";

  /** The header fields that go with an answer, beside those that every answer has. */
  public sealed interface Fields {
    /** No more. */
    record None() implements Fields {}

    /** {@code DAV} and {@code Allow}. */
    record Capabilities() implements Fields {}

    /** {@code WWW-Authenticate}. */
    record Challenge() implements Fields {}

    /** {@code Retry-After}. */
    record RetryLater() implements Fields {}

    /** {@code Location}, which may be kept for an hour. */
    record At(String location) implements Fields {}
  }

  public static Answer text(int status, String line) {
    return text(status, line, new Fields.None());
  }

  public static Answer text(int status, String line, Fields fields) {
    return new Answer(status, TEXT, line + "\n", fields);
  }

  public static Answer xml(int status, String body) {
    return new Answer(status, XML, body, new Fields.None());
  }

  /** RFC 7517 §8.5.2. */
  public static Answer jwkSet(String json) {
    return new Answer(200, JWK_SET, json, new Fields.None());
  }

  public static Answer multistatus(String body) {
    return new Answer(207, XML, body, new Fields.Capabilities());
  }

  /** RFC 7617 §2; Thunderbird keeps no password without the realm. The same for every refusal. */
  public static Answer unauthorized() {
    return text(401, "Sign in with an app password.", new Fields.Challenge());
  }

  public static Answer tryLater() {
    return text(
        503, "Sign-in is not possible at the moment. Try again later.", new Fields.RetryLater());
  }

  /** The sign-in was good, and what is behind it can't be reached. */
  public static Answer unavailable() {
    return text(
        503,
        "The server behind this one is unavailable. Try again later.",
        new Fields.RetryLater());
  }

  /**
   * RFC 6764 §5.
   *
   * @param location without scheme and host, so that no proxy in front can make it wrong
   */
  public static Answer redirect(String location) {
    return text(301, location, new Fields.At(location));
  }

  /**
   * RFC 9110 §15.4.9.
   *
   * @param location as for {@link #redirect}
   */
  public static Answer redirectWithMethod(String location) {
    return text(308, location, new Fields.At(location));
  }

  /** To a CORS preflight (Fetch §3.2): no other site's scripts are allowed anything. */
  public static Answer preflight() {
    return text(204, "", new Fields.None());
  }

  public static Answer notFound() {
    return text(404, "There is nothing here.");
  }

  public static Answer badXml() {
    return text(400, "The body is not the XML that this method takes.");
  }

  public static Answer tooLarge() {
    return text(413, "The body is too large.");
  }
}
