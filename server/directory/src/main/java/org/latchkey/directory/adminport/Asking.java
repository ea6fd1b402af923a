// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.directory.api.ldap.model.exception.LdapInvalidDnException;
import org.apache.directory.api.ldap.model.message.AddRequest;
import org.apache.directory.api.ldap.model.message.CompareRequest;
import org.apache.directory.api.ldap.model.message.DeleteRequest;
import org.apache.directory.api.ldap.model.message.ModifyDnRequest;
import org.apache.directory.api.ldap.model.message.ModifyRequest;
import org.apache.directory.api.ldap.model.message.Request;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.SearchRequest;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.server.core.api.DirectoryService;

/**
 * Who may ask for what, before anything is looked at: so that no answer tells what there is. To
 * whoever has not signed in everything but the root DSE and the schema is refused, and for admins
 * there is nothing outside the base, whatever ApacheDS keeps there.
 */
final class Asking {
  /** What goes with a refusal. */
  static final String WHY = "you may not do that here";

  private Asking() {}

  /** The code to refuse it with; empty when ApacheDS may look at it. */
  static Optional<ResultCodeEnum> refuse(
      Request request, boolean signedIn, Dn base, DirectoryService service) {
    Stream<Dn> names =
        switch (request) {
          case SearchRequest search ->
              isPublic(search) ? Stream.empty() : Stream.of(search.getBase());
          case CompareRequest compare -> Stream.of(compare.getName());
          case AddRequest add -> Stream.of(add.getEntryDn());
          case DeleteRequest delete -> Stream.of(delete.getName());
          case ModifyRequest modify -> Stream.of(modify.getName());
          case ModifyDnRequest rename -> names(rename);
          default -> Stream.empty();
        };
    return names
        .map(name -> refuse(name, signedIn, base, service))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Dn> names(ModifyDnRequest rename) {
    return rename.getNewSuperior() == null
        ? Stream.of(rename.getName())
        : Stream.of(rename.getName(), rename.getNewSuperior());
  }

  private static boolean isPublic(SearchRequest search) {
    String base = search.getBase().getName();
    return search.getScope() == SearchScope.OBJECT
        && (base.isEmpty() || base.equalsIgnoreCase("cn=schema"));
  }

  private static Optional<ResultCodeEnum> refuse(
      Dn name, boolean signedIn, Dn base, DirectoryService service) {
    if (!signedIn) {
      return Optional.of(ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS);
    }
    try {
      Dn known = name.isSchemaAware() ? name : new Dn(service.getSchemaManager(), name);
      return known.isEmpty() || known.isDescendantOf(base)
          ? Optional.empty()
          : Optional.of(ResultCodeEnum.NO_SUCH_OBJECT);
    } catch (LdapInvalidDnException e) {
      return Optional.of(ResultCodeEnum.INVALID_DN_SYNTAX);
    }
  }
}
