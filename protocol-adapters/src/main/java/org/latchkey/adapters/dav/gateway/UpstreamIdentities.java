// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import org.latchkey.config.DavRouteSettings;

/** The ways to sign in to an upstream, by the settings' names for them. */
public final class UpstreamIdentities {
  private UpstreamIdentities() {}

  /** The way of one route. */
  public static UpstreamIdentity of(DavRouteSettings route) {
    return switch (route.signIn()) {
      case REMOTE_USER -> new RemoteUser(route.userHeader(), route.user());
      case NONE -> (account, service) -> new UpstreamIdentity.Answer.Nothing();
      case BASIC, BEARER ->
          (account, service) -> new UpstreamIdentity.Answer.Missing("not connected yet");
    };
  }
}
