// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.portal.onboarding.AppleProfile;
import org.latchkey.portal.onboarding.Autoconfig;
import org.latchkey.portal.onboarding.Autodiscover;
import org.latchkey.portal.onboarding.AutodiscoverJson;
import org.latchkey.portal.onboarding.OfferedProfile;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.onboarding.SetUpLinks;
import org.latchkey.portal.text.Messages;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Resource;

/**
 * What is served without a session: what mail clients look for by themselves, one-time links, and
 * the look of the pages.
 */
final class PublicResources {
  private static final String ASSETS = Paths.PREFIX + "/assets/";
  private static final String JSON = "application/json; charset=utf-8";
  private static final String XML = "application/xml; charset=utf-8";

  private final Supplier<PublicServices> services;
  private final SetUpLinks links;
  private final Messages messages;
  private final Audit audit;
  private final DirectoryStore store;

  PublicResources(
      Supplier<PublicServices> services,
      SetUpLinks links,
      Messages messages,
      Audit audit,
      DirectoryStore store) {
    this.services = services;
    this.links = links;
    this.messages = messages;
    this.audit = audit;
    this.store = store;
  }

  /** By their paths; those outside the portal's own are found in any case of letters. */
  Map<String, Resource> all() {
    Map<String, Resource> all = new LinkedHashMap<>();
    all.put("/.well-known/autoconfig/mail/config-v1.1.xml", this::autoconfig);
    all.put("/mail/config-v1.1.xml", this::autoconfig);
    all.put("/autodiscover/autodiscover.xml", this::autodiscover);
    all.put("/autodiscover/autodiscover.json", this::autodiscoverJson);
    all.put("/autodiscover/autodiscover.json/*", this::autodiscoverJson);
    all.put(
        "/.well-known/change-password",
        request -> Reply.seeOther(services.get().portalUrl() + "password"));
    all.put(Paths.PREFIX + "/" + Paths.SET_UP + ":token", this::profile);
    all.put(ASSETS + "portal.css", asset("portal.css", "text/css; charset=utf-8"));
    all.put(ASSETS + "portal.js", asset("portal.js", "text/javascript; charset=utf-8"));
    all.put(ASSETS + "icon.svg", asset("icon.svg", "image/svg+xml"));
    return all;
  }

  private Reply autoconfig(Resource.Request request) {
    Optional<String> address =
        Optional.of(request.query().text("emailaddress")).filter(text -> !text.isEmpty());
    return Reply.of(200, XML, Autoconfig.document(services.get(), address));
  }

  private Reply autodiscover(Resource.Request request) {
    byte[] body = request.body().getBytes();
    return Reply.of(
        200, XML, Autodiscover.answer(services.get(), body, request.charset(), Instant.now()));
  }

  private Reply autodiscoverJson(Resource.Request request) {
    String protocol = request.query().text("Protocol");
    AutodiscoverJson answer =
        AutodiscoverJson.answer(
            services.get(), protocol.isEmpty() ? request.query().text("protocol") : protocol);
    return Reply.of(answer.status(), JSON, answer.json().getBytes(StandardCharsets.UTF_8));
  }

  private Reply profile(Resource.Request request) {
    Optional<OfferedProfile> offered = links.take(request.parameter());
    if (offered.isEmpty()) {
      return gone(request);
    }
    try (OfferedProfile profile = offered.get()) {
      Optional<Account> owner = store.find(profile.account());
      if (!profile.isGood(owner, Instant.now())) {
        return gone(request);
      }
      tell(PortalAct.PROFILE_DOWNLOADED, request, owner, profile.label());
      return Reply.of(200, AppleProfile.MEDIA_TYPE, profile.octets())
          .with("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"");
    }
  }

  private Reply gone(Resource.Request request) {
    tell(PortalAct.LINK_REFUSED, request, Optional.empty(), "");
    byte[] words = messages.text("setUp.gone").getBytes(StandardCharsets.UTF_8);
    return Reply.of(410, "text/plain; charset=utf-8", words);
  }

  private void tell(
      PortalAct act, Resource.Request request, Optional<Account> account, String detail) {
    audit.record(new AuditEvent.PortalEvent(act, account, "", request.client(), detail));
  }

  private static Resource asset(String name, String type) {
    byte[] octets;
    try (InputStream file = PublicResources.class.getResourceAsStream("assets/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the asset " + name + " is missing");
      }
      octets = file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return request -> Reply.of(200, type, octets).with("Cache-Control", "public, max-age=300");
  }
}
