// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import picocli.CommandLine.Command;

/** {@code latchkey account}. */
@Command(
    name = "account",
    description = "Add, list, disable, enable and delete accounts of a running server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AccountAdd.class,
      AccountList.class,
      AccountDisable.class,
      AccountEnable.class,
      AccountDelete.class
    })
final class AccountCommand {}
