// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.SettingsFile;

/** Which of a client's fields an upstream gets to see. */
final class RequestFieldsTest {
  private static Route route(DavRouteSettings settings) {
    return Route.of(
        "one", settings, (account, upstream) -> new UpstreamCredentials.Answer.Nothing());
  }

  private static final Route ROUTE =
      route(DavRouteSettings.defaults(URI.create("http://127.0.0.1:1/")));

  /** Each is believed by some server to come from a proxy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Cookie",
        "Cookie2",
        "Proxy",
        "Proxy-Authorization",
        "Proxy-User",
        "Remote-User",
        "Remote-Email",
        "Remote-Groups",
        "Remote-Name",
        "Remote-Addr",
        "X-Remote-User",
        "X-Remote-Group",
        "X-Remote-Addr",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-User",
        "X-Forwarded-Email",
        "X-Forwarded-Prefix",
        "X-Forwarded-Access-Token",
        "X-Forwarded-Client-Cert",
        "Forwarded",
        "X-Real-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Access-Authenticated-User-Email",
        "Cf-Access-Jwt-Assertion",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "Fastly-Client-IP",
        "X-ProxyUser-Ip",
        "Client-IP",
        "X-Envoy-External-Address",
        "X-Auth-Request-User",
        "X-Auth-Request-Email",
        "X-Auth-User",
        "X-authentik-username",
        "X-authentik-email",
        "X-WEBAUTH-USER",
        "X-Webauth-User",
        "X-Token-Subject",
        "X-MS-CLIENT-PRINCIPAL",
        "X-MS-CLIENT-PRINCIPAL-NAME",
        "X-Goog-Authenticated-User-Email",
        "X-Goog-IAP-JWT-Assertion",
        "X-Amzn-Oidc-Identity",
        "X-Amzn-Oidc-Data",
        "SSL-Client-S-DN",
        "SSL_CLIENT_S_DN",
        "SSL-Client-Cert",
        "X-SSL-Client-DN",
        "X-SSL-CERT",
        "X-Client-Cert",
        "X-ARR-ClientCert",
        "Client-Cert",
        "Client-Cert-Chain",
        "X-Vouch-User",
        "X-Pomerium-Jwt-Assertion",
        "Tailscale-User-Login",
        "X-Original-URL",
        "X-Original-URI",
        "X-Rewrite-URL",
        "X-Accel-Redirect",
        "X-Sendfile",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Script-Name",
        "X_Remote_User",
        "REMOTE_USER",
        "HTTP_REMOTE_USER",
        "X-User",
        "X-Username",
        "User",
        "From-User",
        "Uid",
        "X-Email",
        "X-Groups",
        "OIDC_CLAIM_sub",
        "X-Userinfo",
        "Shib-Identity",
        "eppn",
        "X-Trusted-Proxy",
        "X-Host",
        "Host",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Content-Length",
        "Upgrade",
        "Keep-Alive",
        "HTTP2-Settings",
        "Destination",
        "X.Remote.User"
      })
  void identityIsNotTheClientsToSay(String name) {
    for (String spelt : List.of(name, name.toLowerCase(Locale.ROOT), name.replace('-', '_'))) {
      MultiMap fields = MultiMap.caseInsensitiveMultiMap().add(spelt, "mallory");
      RequestFields.clean(fields, ROUTE);
      assertTrue(fields.isEmpty(), spelt);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Brief",
        "Cache-Control",
        "CalDAV-Timezones",
        "Content-Type",
        "Content-Encoding",
        "Depth",
        "If",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Schedule-Tag-Match",
        "If-Unmodified-Since",
        "Lock-Token",
        "Overwrite",
        "Prefer",
        "Range",
        "Schedule-Reply",
        "Timeout",
        "Translate",
        "User-Agent",
        "X-Requested-With"
      })
  void whatDavKnowsIsPassed(String name) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap().add(name, "x");
    RequestFields.clean(fields, ROUTE);
    assertEquals("x", fields.get(name));
    fields.set("Connection", "close, " + name);
    RequestFields.clean(fields, ROUTE);
    assertTrue(fields.isEmpty(), "one that Connection lists is of one connection");
  }

  @Test
  void settingNamesMore() throws Exception {
    String toml = "[dav.routes.one]\nurl = 'http://127.0.0.1:1/'\npass-headers = ['X-Trace']\n";
    Route more = route(SettingsFile.parse(toml, "f").dav().routes().values().iterator().next());
    MultiMap fields = MultiMap.caseInsensitiveMultiMap().add("x-trace", "1").add("x-trace-2", "2");
    RequestFields.clean(fields, more);
    assertEquals(Set.of("x-trace"), new TreeSet<>(fields.names()));
  }
}
