// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0

/** Typed settings, read from one TOML file and checked before anything starts. */
@NullMarked
package org.latchkey.config;

import org.jspecify.annotations.NullMarked;
