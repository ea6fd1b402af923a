// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Setting clients up without typing: profiles, set-up links and what clients ask for by themselves.
 */
@NullMarked
package org.latchkey.portal.onboarding;

import org.jspecify.annotations.NullMarked;
