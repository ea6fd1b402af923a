/** The one door: every sign-in on every protocol is decided here. */
@NullMarked
package org.latchkey.core.signin;

import org.jspecify.annotations.NullMarked;
