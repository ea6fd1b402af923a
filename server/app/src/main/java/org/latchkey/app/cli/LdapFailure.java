// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an LDAP result that isn't success comes to for whoever typed the command. */
final class LdapFailure {
  /** What the SDK itself reports, and what a server answers that can't serve now. */
  private static final Set<ResultCode> UNAVAILABLE =
      Set.of(
          ResultCode.CONNECT_ERROR,
          ResultCode.SERVER_DOWN,
          ResultCode.TIMEOUT,
          ResultCode.LOCAL_ERROR,
          ResultCode.DECODING_ERROR,
          ResultCode.BUSY,
          ResultCode.UNAVAILABLE);

  private static final Pattern EXCEPTION =
      Pattern.compile("Exception\\((?:\\([^()]*\\) )?([^()]+)\\)");

  private static final Pattern REPEATED_REQUEST =
      Pattern.compile("[A-Z_]+: failed for .*\\n\\s*: ", Pattern.DOTALL);

  private LdapFailure() {}

  static CommandException of(LDAPException e) {
    ResultCode code = e.getResultCode();
    if (UNAVAILABLE.contains(code)) {
      return new CommandException(
          ExitCode.UNAVAILABLE, "the server can't be reached: " + reason(e), e);
    }
    if (code.equals(ResultCode.INVALID_CREDENTIALS)) {
      return new CommandException(
          ExitCode.REFUSED, "the server refused the admin's name or password", e);
    }
    if (code.equals(ResultCode.CONFIDENTIALITY_REQUIRED)) {
      return new CommandException(
          ExitCode.REFUSED, "the server demands TLS here: use --url with --starttls", e);
    }
    return new CommandException(ExitCode.REFUSED, "the server refused: " + reason(e), e);
  }

  static String reason(LDAPException e) {
    for (String text : Arrays.asList(e.getDiagnosticMessage(), e.getMessage())) {
      if (text != null && !text.isBlank()) {
        return sentence(text);
      }
    }
    return e.getResultCode().getName();
  }

  /**
   * One line: of an answer, what stands after the request that ApacheDS repeats; of what the SDK
   * says of itself, what the innermost exception says.
   */
  static String sentence(String diagnostic) {
    if (diagnostic.contains("ldapSDKVersion=")) {
      String innermost = "";
      for (Matcher each = EXCEPTION.matcher(diagnostic); each.find(); ) {
        innermost = each.group(1);
      }
      return innermost.isEmpty() ? diagnostic : innermost;
    }
    Matcher repeated = REPEATED_REQUEST.matcher(diagnostic);
    String reason = repeated.lookingAt() ? diagnostic.substring(repeated.end()) : diagnostic;
    String line = reason.strip().lines().findFirst().orElse("");
    return line.replaceFirst("^ERR_[0-9]+\\w* ", "").replaceFirst(":$", "");
  }
}
