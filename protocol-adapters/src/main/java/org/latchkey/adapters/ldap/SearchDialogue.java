// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.apache.directory.api.ldap.model.message.SearchRequest;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.latchkey.core.ldapguard.BerReader;
import org.latchkey.core.ldapguard.LdapOperation;

/**
 * Answers searches. Anybody sees the root DSE; who is bound also sees the own entry, and nothing
 * else: not even whether there is anything else.
 */
final class SearchDialogue {
  private final DistinguishedName base;
  private final SearchDecoder decoder;

  SearchDialogue(DistinguishedName base, SearchDecoder decoder) {
    this.base = base;
    this.decoder = decoder;
  }

  /** What a search comes to: at most one entry, so that no size limit is ever exceeded. */
  private record Found(Optional<LdapEntry> entry, ResultCode code) {
    static Found nothing(ResultCode code) {
      return new Found(Optional.empty(), code);
    }
  }

  /**
   * Answers one search, in a buffer that the caller takes over.
   *
   * @param operation the search request's element
   * @param rootDse as the connection sees it
   * @param own the bound account's entry; empty for an anonymous client
   */
  ByteBuf on(
      int messageId,
      BerReader operation,
      LdapEntry rootDse,
      Optional<LdapEntry> own,
      ByteBufAllocator allocator) {
    byte[] baseObject = operation.inside().next(BerReader.OCTET_STRING).octets();
    Optional<DistinguishedName> wanted = DistinguishedName.parse(baseObject);
    if (wanted.isEmpty()) {
      return Answer.to(LdapOperation.SEARCH, ResultCode.INVALID_DN_SYNTAX)
          .message(messageId, allocator);
    }
    SearchRequest search = decoder.decode(operation);
    Found found = find(wanted.get(), search.getScope(), rootDse, own);
    ByteBuf answers = allocator.buffer();
    found
        .entry()
        .filter(entry -> FilterMatch.of(search.getFilter(), entry) == FilterMatch.TRUE)
        .ifPresent(entry -> shown(entry, search).writeTo(answers, messageId));
    Answer.to(LdapOperation.SEARCH, found.code()).writeTo(answers, messageId);
    return answers;
  }

  private Found find(
      DistinguishedName wanted, SearchScope scope, LdapEntry rootDse, Optional<LdapEntry> own) {
    if (wanted.size() == 0 && scope == SearchScope.OBJECT) {
      return new Found(Optional.of(rootDse), ResultCode.SUCCESS);
    }
    if (own.isEmpty()) {
      return Found.nothing(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    }
    // A DN from the directory is well-formed, or shows nothing.
    Optional<DistinguishedName> dn = DistinguishedName.parse(own.get().dn());
    if (dn.isEmpty() || !wanted.isWithin(base) || !dn.get().isWithin(wanted)) {
      return Found.nothing(ResultCode.NO_SUCH_OBJECT);
    }
    int below = dn.get().size() - wanted.size();
    boolean inScope =
        switch (scope) {
          case OBJECT -> below == 0;
          case ONELEVEL -> below == 1;
          case SUBTREE -> true;
        };
    return inScope ? new Found(own, ResultCode.SUCCESS) : Found.nothing(ResultCode.SUCCESS);
  }

  private static Answer shown(LdapEntry entry, SearchRequest search) {
    AttributeSelection selection = new AttributeSelection(search.getAttributes());
    return Answer.entry(entry.dn(), selection.of(entry), search.getTypesOnly());
  }
}
