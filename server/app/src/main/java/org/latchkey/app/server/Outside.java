// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.latchkey.config.DavService;
import org.latchkey.config.DavSettings;
import org.latchkey.config.PublicPorts;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;
import org.latchkey.portal.onboarding.DavPaths;
import org.latchkey.portal.onboarding.PublicService;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.web.PortalSite;

/** What the server looks like from outside: its open ports under their public names and numbers. */
public final class Outside {
  private static final String PORTAL_PATH = PortalSite.PREFIX + "/";

  private final String host;
  private final PublicPorts mapped;
  private final List<PublicService> offered = new ArrayList<>();

  private Outside(String host, PublicPorts mapped) {
    this.host = host;
    this.mapped = mapped;
  }

  /**
   * The services that can be reached.
   *
   * @param open the ports in use; one that is 0 is not offered
   */
  public static PublicServices of(Settings settings, Ports open) {
    PublicSettings publicly = settings.publicly();
    String host = ServerName.of(publicly);
    Outside outside = new Outside(host, publicly.ports());
    outside.addMail(open);
    outside.addDav(settings.dav(), open);
    outside.add(Kind.LDAP, Encryption.STARTTLS, open.ldap(), outside.mapped.ldap());
    outside.add(Kind.LDAP, Encryption.TLS, open.ldaps(), outside.mapped.ldaps());
    String domain = publicly.domain().orElseGet(() -> domainOf(host));
    return new PublicServices(
        host,
        domain,
        outside.portalUrl(settings, open),
        outside.discoveryPorts(settings, open),
        outside.offered);
  }

  /** What the organisation is called in the settings: DNS names, and the directory's base. */
  static List<String> names(Settings settings) {
    List<String> names = new ArrayList<>();
    settings.publicly().host().ifPresent(names::add);
    settings.publicly().domain().ifPresent(names::add);
    settings.notices().from().ifPresent(names::add);
    String base = settings.directory().base();
    names.add(
        base.replaceAll("(?i)\\s*,\\s*dc\\s*=\\s*", ".")
            .replaceAll("(?i)^\\s*[a-z]+\\s*=\\s*", ""));
    return names;
  }

  /** Where address books and calendars begin. */
  public static DavPaths davPaths(DavSettings dav) {
    return new DavPaths(
        dav.wellKnown(DavService.CARDDAV).orElse("/carddav/"),
        dav.wellKnown(DavService.CALDAV).orElse("/caldav/"));
  }

  private void addMail(Ports open) {
    add(Kind.IMAP, Encryption.STARTTLS, open.imap(), mapped.imap());
    add(Kind.IMAP, Encryption.TLS, open.imaps(), mapped.imaps());
    add(Kind.POP3, Encryption.STARTTLS, open.pop3(), mapped.pop3());
    add(Kind.POP3, Encryption.TLS, open.pop3s(), mapped.pop3s());
    add(Kind.SIEVE, Encryption.STARTTLS, open.sieve(), mapped.sieve());
    add(Kind.SUBMISSION, Encryption.STARTTLS, open.submission(), mapped.submission());
    add(Kind.SUBMISSION, Encryption.TLS, open.submissions(), mapped.submissions());
  }

  /** Without a route address books and calendars are empty, but there. */
  private void addDav(DavSettings dav, Ports open) {
    boolean empty = dav.routes().isEmpty();
    if (empty || dav.wellKnown(DavService.CARDDAV).isPresent()) {
      add(Kind.CARDDAV, Encryption.TLS, open.https(), mapped.https());
    }
    if (empty || dav.wellKnown(DavService.CALDAV).isPresent()) {
      add(Kind.CALDAV, Encryption.TLS, open.https(), mapped.https());
    }
  }

  private void add(Kind kind, Encryption encryption, int open, OptionalInt outside) {
    if (open != 0) {
      offered.add(new PublicService(kind, host, outside.orElse(open), encryption));
    }
  }

  private String portalUrl(Settings settings, Ports open) {
    if (!settings.portal().enabled()) {
      return "";
    }
    if (open.portal() != 0) {
      return PublicService.httpsUrl(host, mapped.portal().orElse(open.portal()), PORTAL_PATH);
    }
    return open.https() == 0
        ? ""
        : PublicService.httpsUrl(host, mapped.https().orElse(open.https()), PORTAL_PATH);
  }

  /**
   * Of contacts and calendars, which answers discovery wherever the portal is, and the portal's.
   */
  private List<Integer> discoveryPorts(Settings settings, Ports open) {
    List<Integer> ports = new ArrayList<>();
    if (settings.portal().enabled() && open.https() != 0) {
      ports.add(mapped.https().orElse(open.https()));
    }
    if (settings.portal().enabled() && open.portal() != 0) {
      ports.add(mapped.portal().orElse(open.portal()));
    }
    return ports;
  }

  /** The host without its first label; all of it where a top-level domain would be left. */
  private static String domainOf(String host) {
    String parent = host.substring(host.indexOf('.') + 1);
    return parent.indexOf('.') < 0 ? host : parent;
  }
}
