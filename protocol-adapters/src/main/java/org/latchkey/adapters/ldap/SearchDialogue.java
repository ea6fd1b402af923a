// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import org.latchkey.adapters.ldap.SearchRequest.Scope;
import org.latchkey.adapters.ldap.VisibleEntries.Place;
import org.latchkey.core.ldapguard.LdapOperation;

/** Answers searches (RFC 4511 §4.5): with at most one entry, so that no size limit is exceeded. */
final class SearchDialogue {
  private SearchDialogue() {}

  /** Answers one search, in a buffer that the caller takes over. */
  static ByteBuf answer(
      int messageId, SearchRequest search, VisibleEntries visible, ByteBufAllocator allocator) {
    Place place = visible.find(search.base());
    ByteBuf answers = allocator.buffer();
    inScope(place, search)
        .filter(entry -> FilterMatch.of(search.filter(), entry) == FilterMatch.TRUE)
        .ifPresent(entry -> shown(entry, search).writeTo(answers, messageId));
    result(place, search, visible).writeTo(answers, messageId);
    return answers;
  }

  private static Optional<LdapEntry> inScope(Place place, SearchRequest search) {
    return switch (place) {
      case Place.Seen(LdapEntry entry) ->
          search.scope() == Scope.OBJECT
                  || (search.scope() == Scope.SUBTREE && search.base().size() > 0)
              ? Optional.of(entry)
              : Optional.empty();
      case Place.Above(LdapEntry own, int levels) ->
          search.scope() == Scope.SUBTREE || (search.scope() == Scope.ONE_LEVEL && levels == 1)
              ? Optional.of(own)
              : Optional.empty();
      case Place.Nothing _, Place.NotAllowed _ -> Optional.empty();
    };
  }

  private static Answer result(Place place, SearchRequest search, VisibleEntries visible) {
    if (search.base().size() == 0 && search.scope() != Scope.OBJECT) {
      // The root DSE is in no naming context: below it there is nothing (RFC 4512 §5.1).
      return Answer.to(
          LdapOperation.SEARCH,
          visible.own().isPresent()
              ? ResultCode.NO_SUCH_OBJECT
              : ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    }
    return switch (place) {
      case Place.Seen _, Place.Above _ -> Answer.to(LdapOperation.SEARCH, ResultCode.SUCCESS);
      case Place.Nothing(String matched) -> Answer.noSuchObject(LdapOperation.SEARCH, matched);
      case Place.NotAllowed() ->
          Answer.to(LdapOperation.SEARCH, ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    };
  }

  private static Answer shown(LdapEntry entry, SearchRequest search) {
    AttributeSelection selection = new AttributeSelection(search.attributes());
    return Answer.entry(entry.dn(), selection.of(entry), search.typesOnly());
  }
}
