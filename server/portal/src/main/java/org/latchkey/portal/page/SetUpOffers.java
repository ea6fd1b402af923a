// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.onboarding.AppleProfile;
import org.latchkey.portal.onboarding.OfferedProfile;
import org.latchkey.portal.onboarding.ProfileOwner;
import org.latchkey.portal.onboarding.ProfileRequest;
import org.latchkey.portal.onboarding.ProfileSigner;
import org.latchkey.portal.onboarding.PublicService;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.onboarding.SetUpLinks;

/** Offers a new app password's configuration profile by a one-time link. */
final class SetUpOffers {
  private final Supplier<PublicServices> services;
  private final SetUpLinks links;
  private final Supplier<Optional<ProfileSigner>> signer;

  SetUpOffers(
      Supplier<PublicServices> services,
      SetUpLinks links,
      Supplier<Optional<ProfileSigner>> signer) {
    this.services = services;
    this.links = links;
    this.signer = signer;
  }

  /** The ports that an app password is of use at. */
  List<PublicService> servers(AppPassword appPassword) {
    return services.get().usable(appPassword.services());
  }

  /** The link; empty where a profile would set nothing up. */
  Optional<String> link(Account account, AppPassword appPassword, Secret secret) {
    String user = Views.name(account);
    String name = account.attribute("displayName").or(() -> account.attribute("cn")).orElse(user);
    ProfileRequest request =
        new ProfileRequest(
            appPassword.id(),
            appPassword.label(),
            appPassword.services(),
            new ProfileOwner(name, account.attribute("mail"), user));
    return AppleProfile.make(services.get(), request, secret)
        .map(profile -> offer(account, appPassword, profile));
  }

  private String offer(Account account, AppPassword appPassword, byte[] profile) {
    byte[] octets = signer.get().map(each -> signed(each, profile)).orElse(profile);
    String token = links.offer(new OfferedProfile(account.id(), appPassword, octets));
    return services.get().portalUrl() + Paths.SET_UP + token;
  }

  private static byte[] signed(ProfileSigner signer, byte[] profile) {
    try {
      return signer.sign(profile);
    } finally {
      Arrays.fill(profile, (byte) 0);
    }
  }
}
