// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import picocli.CommandLine.Command;

/** {@code latchkey app-password}. */
@Command(
    name = "app-password",
    description = "Make, list and revoke app passwords of an account.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AppPasswordMake.class,
      AppPasswordList.class,
      AppPasswordRevoke.class,
      AppPasswordRevokeAll.class
    })
final class AppPasswordCommand {}
