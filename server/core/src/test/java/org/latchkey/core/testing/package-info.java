/**
 * What this module's tests stand on, and other modules' too: a directory in memory, time driven by
 * hand, accounts.
 */
@NullMarked
package org.latchkey.core.testing;

import org.jspecify.annotations.NullMarked;
