// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of what sets clients up. */
@NullMarked
package org.latchkey.portal.onboarding;

import org.jspecify.annotations.NullMarked;
