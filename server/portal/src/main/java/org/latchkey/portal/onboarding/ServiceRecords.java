// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

/**
 * The DNS records that clients find the server by, as lines of a zone file (RFC 1035 §5): mail by
 * RFC 6186 and RFC 8314, contacts and calendars by RFC 6764, ManageSieve by RFC 5804.
 */
public final class ServiceRecords {
  private static final int HTTPS_PORT = 443;

  private final PublicServices services;
  private final List<String> lines = new ArrayList<>();

  private ServiceRecords(PublicServices services) {
    this.services = services;
  }

  /** The lines. */
  public static List<String> lines(PublicServices services, DavPaths paths) {
    ServiceRecords records = new ServiceRecords(services);
    records.mail("_imaps", Kind.IMAP, Encryption.TLS, 0);
    records.mail("_imap", Kind.IMAP, Encryption.STARTTLS, 0);
    records.mail("_pop3s", Kind.POP3, Encryption.TLS, 10);
    records.mail("_pop3", Kind.POP3, Encryption.STARTTLS, 10);
    records.mail("_submissions", Kind.SUBMISSION, Encryption.TLS, 0);
    records.mail("_submission", Kind.SUBMISSION, Encryption.STARTTLS, 0);
    records.services.best(Kind.SIEVE).ifPresent(each -> records.service("_sieve", each, 0));
    records.dav("_carddavs", Kind.CARDDAV, paths.carddav());
    records.dav("_caldavs", Kind.CALDAV, paths.caldav());
    records.setUp();
    return List.copyOf(records.lines);
  }

  /** A mail service that isn't there has a record that says so (RFC 6186 §3.4, RFC 2782). */
  private void mail(String label, Kind kind, Encryption encryption, int priority) {
    Optional<PublicService> offered =
        services.all(kind).stream().filter(each -> each.encryption() == encryption).findFirst();
    offered.ifPresentOrElse(
        each -> service(label, each, priority), () -> add(label + "._tcp", "SRV", "0 0 0 ."));
  }

  private void dav(String label, Kind kind, String path) {
    services
        .best(kind)
        .ifPresent(
            each -> {
              service(label, each, 0);
              add(label + "._tcp", "TXT", "\"path=" + path + "\"");
            });
  }

  private void service(String label, PublicService service, int priority) {
    srv(label, priority, service.port(), service.host());
  }

  /** What Thunderbird and Outlook ask for, by names whose port is fixed. */
  private void setUp() {
    List<Integer> ports = services.discoveryPorts();
    if (ports.isEmpty()) {
      return;
    }
    int port = ports.contains(HTTPS_PORT) ? HTTPS_PORT : ports.getFirst();
    srv("_autodiscover", 0, port, services.host());
    if (port == HTTPS_PORT) {
      add("autoconfig", "CNAME", services.host() + ".");
      add("autodiscover", "CNAME", services.host() + ".");
    } else {
      lines.add(
          "; autoconfig and autodiscover, CNAMEs of "
              + services.host()
              + ", need a port 443 that answers them, beside "
              + port);
    }
  }

  private void srv(String label, int priority, int port, String host) {
    add(label + "._tcp", "SRV", priority + " 1 " + port + " " + host + ".");
  }

  private void add(String label, String type, String data) {
    lines.add(label + "." + services.domain() + ". IN " + type + " " + data);
  }
}
