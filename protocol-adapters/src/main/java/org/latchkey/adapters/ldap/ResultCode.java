// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

/**
 * The result codes that are sent (RFC 4511 §4.1.9, Appendix A), each with its one diagnostic text:
 * nothing of the client's is ever in an answer.
 */
enum ResultCode {
  SUCCESS(0, ""),
  OPERATIONS_ERROR(1, "TLS is up already"),
  PROTOCOL_ERROR(2, "protocol error"),
  COMPARE_FALSE(5, ""),
  COMPARE_TRUE(6, ""),
  AUTH_METHOD_NOT_SUPPORTED(7, "simple bind or SASL PLAIN is needed"),
  ADMIN_LIMIT_EXCEEDED(11, "more than one request may hold"),
  UNAVAILABLE_CRITICAL_EXTENSION(12, "a critical control is not supported"),
  CONFIDENTIALITY_REQUIRED(13, "TLS is needed first"),
  NO_SUCH_ATTRIBUTE(16, ""),
  UNDEFINED_ATTRIBUTE_TYPE(17, "no such attribute type"),
  INAPPROPRIATE_MATCHING(18, "values of this attribute type are not compared"),
  INVALID_ATTRIBUTE_SYNTAX(21, "no value of this attribute type"),
  NO_SUCH_OBJECT(32, ""),
  INVALID_DN_SYNTAX(34, "malformed DN"),
  INVALID_CREDENTIALS(49, "wrong name or app password"),
  INSUFFICIENT_ACCESS_RIGHTS(50, "not allowed"),
  BUSY(51, "too many connections, try again later"),
  UNAVAILABLE(52, "not available now, try again later"),
  UNWILLING_TO_PERFORM(53, "a bind with a name needs a password"),
  OTHER(80, "internal error");

  private final int number;
  private final String text;

  ResultCode(int number, String text) {
    this.number = number;
    this.text = text;
  }

  int number() {
    return number;
  }

  String text() {
    return text;
  }
}
