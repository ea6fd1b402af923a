// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.util.json.JSONObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.audit.LeadingValue;

/**
 * The account that the audit is asked about: its login name, and the ids that had that name at some
 * time, which the lines themselves tell. Belongs to one thread.
 */
final class AuditSubject {
  private final String login;
  private final Pattern inDns;
  private final Set<String> ids = new HashSet<>();

  /**
   * @param asked a login name or an entryUUID
   */
  AuditSubject(String asked) {
    login = prepared(asked);
    inDns =
        Pattern.compile(
            "(^|[,+ ])uid=" + Pattern.quote(login) + "($|[,+])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    ids.add(asked.toLowerCase(Locale.ROOT));
  }

  private static String prepared(String name) {
    return LoginName.prepare(name).orElse(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it is worth reading what a line says. */
  boolean mayKnow(String line) {
    return line.contains("\"account\":") && line.toLowerCase(Locale.ROOT).contains(login);
  }

  /** Takes down whose id an event says has the login name. */
  void learn(JSONObject event) {
    @Nullable String id = event.getFieldAsString("account");
    if (id != null && namesIt(event)) {
      ids.add(id);
    }
  }

  private boolean namesIt(JSONObject event) {
    boolean own =
        text(event, "event").equals("change") && text(event, "what").startsWith("account");
    return isLogin(text(event, "user"))
        || List.of(text(event, "logins").split(" ")).contains(login)
        || (own && isLogin(LeadingValue.of(text(event, "dn"))));
  }

  private boolean isLogin(String name) {
    return !name.isEmpty() && prepared(name).equals(login);
  }

  /** Whether an event is about the account, or of its doing. */
  boolean isOf(JSONObject event) {
    Optional<String> id = Optional.ofNullable(event.getFieldAsString("account"));
    return id.filter(ids::contains).isPresent()
        || (id.isEmpty() && isLogin(text(event, "user")))
        || inDns.matcher(text(event, "by")).find()
        || inDns.matcher(text(event, "detail")).find();
  }

  private static String text(JSONObject event, String field) {
    @Nullable String value = event.getFieldAsString(field);
    return value == null ? "" : value;
  }
}
