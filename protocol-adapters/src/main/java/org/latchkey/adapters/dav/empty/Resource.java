// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.empty;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.dav.http.PathSegment;
import org.latchkey.core.account.Service;

/**
 * A collection or principal as one viewer sees it.
 *
 * @param href its path, percent-encoded
 * @param kind what it is
 */
record Resource(String href, Kind kind, Viewer viewer) {
  private static final Set<Property> CHEAP =
      EnumSet.of(Property.RESOURCETYPE, Property.DISPLAYNAME, Property.CURRENT_USER_PRINCIPAL);

  /** What there is, with what it is called. */
  enum Kind {
    ROOT("Latchkey"),
    CARDDAV_ROOT("Contacts"),
    CALDAV_ROOT("Calendars"),
    PRINCIPALS("People"),
    PRINCIPAL(""),
    CARDDAV_HOME("Contacts"),
    CALDAV_HOME("Calendars");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** What a place names; empty where there is nothing that can be listed. */
  static Optional<Resource> at(Place place, Viewer viewer) {
    return switch (place) {
      case Place.Root root -> Optional.of(new Resource("/", Kind.ROOT, viewer));
      case Place.ServiceRoot root -> Optional.of(serviceRoot(root.service(), viewer));
      case Place.Principals all -> Optional.of(principals(viewer));
      case Place.Principal one ->
          Optional.of(new Resource(principalHref(one.login()), Kind.PRINCIPAL, viewer));
      case Place.Home home -> Optional.of(home(home.service(), home.login(), viewer));
      case Place.Member member -> Optional.empty();
      case Place.WellKnown known -> Optional.empty();
      case Place.Unknown unknown -> Optional.empty();
    };
  }

  private static Resource serviceRoot(Service service, Viewer viewer) {
    Kind kind = service == Service.CALDAV ? Kind.CALDAV_ROOT : Kind.CARDDAV_ROOT;
    return new Resource("/" + service.id() + "/", kind, viewer);
  }

  private static Resource principals(Viewer viewer) {
    return new Resource("/principals/", Kind.PRINCIPALS, viewer);
  }

  private static Resource home(Service service, String login, Viewer viewer) {
    Kind kind = service == Service.CALDAV ? Kind.CALDAV_HOME : Kind.CARDDAV_HOME;
    return new Resource(homeHref(service, login), kind, viewer);
  }

  private static String homeHref(Service service, String login) {
    return "/" + service.id() + "/" + PathSegment.encode(login) + "/";
  }

  private static String principalHref(String login) {
    return "/principals/" + PathSegment.encode(login) + "/";
  }

  private String ownPrincipal() {
    return principalHref(viewer.login());
  }

  /** What a PROPFIND of depth 1 lists beside the resource itself. */
  List<Resource> members() {
    List<Resource> members = new ArrayList<>(3);
    switch (kind) {
      case ROOT -> {
        for (Service service : Place.ALL) {
          if (viewer.services().contains(service)) {
            members.add(serviceRoot(service, viewer));
          }
        }
        members.add(principals(viewer));
      }
      case CARDDAV_ROOT -> members.add(home(Service.CARDDAV, viewer.login(), viewer));
      case CALDAV_ROOT -> members.add(home(Service.CALDAV, viewer.login(), viewer));
      case PRINCIPALS -> members.add(new Resource(ownPrincipal(), Kind.PRINCIPAL, viewer));
      case PRINCIPAL, CARDDAV_HOME, CALDAV_HOME -> {}
    }
    return members;
  }

  /** The properties that {@code allprop} gives. */
  Set<Property> cheap() {
    return CHEAP;
  }

  /** The property's value as XML; empty where this resource doesn't have it. */
  Optional<String> value(Property property) {
    return switch (property) {
      case RESOURCETYPE -> Optional.of(kind == Kind.PRINCIPAL ? PRINCIPAL_TYPE : "<d:collection/>");
      case DISPLAYNAME -> Optional.of(Multistatus.escape(title()));
      case CURRENT_USER_PRINCIPAL, OWNER -> Optional.of(Multistatus.href(ownPrincipal()));
      case CURRENT_USER_PRIVILEGE_SET -> Optional.of(READ_ONLY);
      case PRINCIPAL_COLLECTION_SET -> Optional.of(Multistatus.href("/principals/"));
      case SUPPORTED_REPORT_SET -> Optional.of(reports());
      case PRINCIPAL_URL -> ofPrincipal(href);
      case ADDRESSBOOK_HOME_SET -> homeSet(Service.CARDDAV);
      case CALENDAR_HOME_SET -> homeSet(Service.CALDAV);
      case CALENDAR_USER_ADDRESS_SET ->
          viewer.services().contains(Service.CALDAV) ? ofPrincipal(address()) : Optional.empty();
    };
  }

  private static final String PRINCIPAL_TYPE = "<d:collection/><d:principal/>";
  private static final String READ_ONLY =
      "<d:privilege><d:read/></d:privilege>"
          + "<d:privilege><d:read-current-user-privilege-set/></d:privilege>";

  private String title() {
    return kind == Kind.PRINCIPAL ? viewer.displayName() : kind.title;
  }

  private Optional<String> ofPrincipal(String href) {
    return kind == Kind.PRINCIPAL ? Optional.of(Multistatus.href(href)) : Optional.empty();
  }

  /**
   * Only of a service that the app password is good for: a client would ask for the other in vain.
   */
  private Optional<String> homeSet(Service service) {
    return viewer.services().contains(service)
        ? ofPrincipal(homeHref(service, viewer.login()))
        : Optional.empty();
  }

  private String address() {
    String login = viewer.login();
    return login.indexOf('@') > 0 ? "mailto:" + PathSegment.encode(login) : ownPrincipal();
  }

  private String reports() {
    return switch (kind) {
      case CARDDAV_HOME -> report("card:addressbook-query") + report("card:addressbook-multiget");
      case CALDAV_HOME -> report("cal:calendar-query") + report("cal:calendar-multiget");
      default -> "";
    };
  }

  private static String report(String element) {
    return "<d:supported-report><d:report><" + element + "/></d:report></d:supported-report>";
  }
}
