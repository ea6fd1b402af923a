// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that operations are sent to, on one connection; a lost one is opened again. */
public final class Target implements AutoCloseable {
  private static final int MOST_PAGES = 1000;

  private final Connector connector;
  private LDAPConnection connection;

  /** Opens a connection on which somebody is bound. */
  @FunctionalInterface
  public interface Connector {
    LDAPConnection connect() throws Exception;
  }

  public Target(Connector connector) throws Exception {
    this.connector = connector;
    this.connection = connector.connect();
  }

  /** What the server answers; never an exception for a refusal. */
  public Answer ask(Operation operation) throws Exception {
    List<SearchResultEntry> entries = new ArrayList<>();
    LDAPResult result;
    try {
      result = send(operation, entries);
    } catch (LDAPSearchException e) {
      entries.addAll(e.getSearchEntries());
      result = e.toLDAPResult();
    } catch (LDAPException e) {
      result = e.toLDAPResult();
    }
    int code = result.getResultCode().intValue();
    boolean lost = (code >= 80 && !connection.isConnected()) || (code > 80 && code < 118);
    if (lost || !connection.isConnected()) {
      connection.close();
      connection = connector.connect();
      code = Answer.LOST;
    }
    return new Answer(
        code,
        entries.stream().map(Canonical::entry).toList(),
        String.valueOf(result.getDiagnosticMessage()));
  }

  private LDAPResult send(Operation operation, List<SearchResultEntry> entries)
      throws LDAPException {
    return switch (operation) {
      case Operation.Search search -> search(search, entries);
      case Operation.Compare compare ->
          connection.compare(
              new CompareRequest(compare.dn(), compare.attribute(), compare.value()));
      case Operation.Add add -> connection.add(new AddRequest(add.dn(), add.attributes()));
      case Operation.Delete delete -> connection.delete(new DeleteRequest(delete.dn()));
      case Operation.Modify modify ->
          connection.modify(new ModifyRequest(modify.dn(), modify.modifications()));
      case Operation.ModifyDn move ->
          connection.modifyDN(
              new ModifyDNRequest(
                  move.dn(), move.newRdn(), move.deleteOldRdn(), move.newSuperior()));
    };
  }

  private LDAPResult search(Operation.Search search, List<SearchResultEntry> entries)
      throws LDAPException {
    @Nullable ASN1OctetString cookie = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      SearchRequest request =
          new SearchRequest(
              search.base(),
              search.scope(),
              DereferencePolicy.NEVER,
              search.sizeLimit(),
              0,
              search.typesOnly(),
              search.filter(),
              search.attributes().toArray(String[]::new));
      List<Control> controls = new ArrayList<>(search.controls());
      if (search.pageSize() > 0) {
        controls.add(new SimplePagedResultsControl(search.pageSize(), cookie, true));
      }
      request.setControls(controls);
      SearchResult result = connection.search(request);
      entries.addAll(result.getSearchEntries());
      SimplePagedResultsControl answered = SimplePagedResultsControl.get(result);
      if (search.pageSize() > 0 && answered == null) {
        throw new AssertionError("a page without its control: " + search);
      }
      if (answered == null || !answered.moreResultsToReturn()) {
        return result;
      }
      cookie = answered.getCookie();
    }
    throw new AssertionError("pages without end: " + search);
  }

  @Override
  public void close() {
    connection.close();
  }
}
