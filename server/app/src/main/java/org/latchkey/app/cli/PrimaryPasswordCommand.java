// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import picocli.CommandLine.Command;

/** {@code latchkey primary-password}. */
@Command(
    name = "primary-password",
    description = "Change an account's primary password.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PrimaryPasswordSet.class)
final class PrimaryPasswordCommand {}
