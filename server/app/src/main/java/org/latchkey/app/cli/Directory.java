// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.directory.schema.Names;

/** The running server's directory, as its admin sees it over LDAP. Names are escaped here. */
final class Directory implements AutoCloseable {
  private static final Filter ACCOUNTS = Filter.createEqualityFilter("objectClass", Names.ACCOUNT);
  private static final Filter APP_PASSWORDS =
      Filter.createEqualityFilter("objectClass", Names.APP_PASSWORD);

  private final LDAPConnection connection;
  private final DN base;

  Directory(LDAPConnection connection, DN base) {
    this.connection = connection;
    this.base = base;
  }

  /** The DN of the account with this {@code uid}. */
  DN accountDn(String uid) {
    return new DN(new RDN("uid", uid), new DN(new RDN("ou", "people"), base));
  }

  /** The DN of an account's app password with this label. */
  static DN appPasswordDn(DN account, String label) {
    return new DN(new RDN("cn", label), account);
  }

  /** All accounts. */
  List<SearchResultEntry> accounts(String... attributes) throws LDAPException {
    return search(base, SearchScope.SUB, ACCOUNTS, attributes);
  }

  /**
   * The DN of the account with this login name.
   *
   * @param login its uid or mail
   */
  DN account(String login) throws LDAPException, CommandException {
    Filter named =
        Filter.createORFilter(
            Filter.createEqualityFilter("uid", login), Filter.createEqualityFilter("mail", login));
    List<SearchResultEntry> found =
        search(base, SearchScope.SUB, Filter.createANDFilter(ACCOUNTS, named), "uid");
    if (found.isEmpty()) {
      throw CommandException.refused("no account has the uid or mail " + login);
    }
    if (found.size() > 1) {
      throw CommandException.refused("more than one account has the uid or mail " + login);
    }
    return found.getFirst().getParsedDN();
  }

  /** An account's app passwords. */
  List<SearchResultEntry> appPasswords(DN account, String... attributes) throws LDAPException {
    return search(account, SearchScope.ONE, APP_PASSWORDS, attributes);
  }

  private List<SearchResultEntry> search(
      DN where, SearchScope scope, Filter filter, String... attributes) throws LDAPSearchException {
    List<SearchResultEntry> found =
        connection
            .search(new SearchRequest(where.toString(), scope, filter, attributes))
            .getSearchEntries();
    return found == null ? List.of() : found;
  }

  void add(Entry entry) throws LDAPException {
    connection.add(entry);
  }

  void modify(DN dn, Modification... modifications) throws LDAPException {
    connection.modify(dn.toString(), List.of(modifications));
  }

  void delete(DN dn) throws LDAPException {
    connection.delete(dn.toString());
  }

  /** Sets a password (RFC 3062). */
  void setPassword(DN dn, byte[] chosen) throws LDAPException {
    passwordModify(dn, chosen);
  }

  /** Has the server generate a password (RFC 3062), which it tells this once. */
  String generatePassword(DN dn) throws LDAPException, CommandException {
    String generated = passwordModify(dn, null).getGeneratedPassword();
    if (generated == null) {
      throw CommandException.refused("the server generated no password");
    }
    return generated;
  }

  private PasswordModifyExtendedResult passwordModify(DN dn, byte @Nullable [] chosen)
      throws LDAPException {
    PasswordModifyExtendedResult result =
        (PasswordModifyExtendedResult)
            connection.processExtendedOperation(
                new PasswordModifyExtendedRequest(dn.toString(), (byte[]) null, chosen));
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(result);
    }
    return result;
  }

  @Override
  public void close() {
    connection.close();
  }
}
