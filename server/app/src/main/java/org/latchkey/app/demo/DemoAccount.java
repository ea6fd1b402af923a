// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import io.vertx.core.json.JsonObject;

/** An account of the demo, with its passwords in clear: this is no real person's. */
record DemoAccount(
    String login, String dn, String primaryPassword, String appPassword, String appPasswordDn) {

  JsonObject json() {
    return new JsonObject()
        .put("login", login)
        .put("dn", dn)
        .put("primaryPassword", primaryPassword)
        .put("appPassword", appPassword)
        .put("appPasswordDn", appPasswordDn);
  }
}
