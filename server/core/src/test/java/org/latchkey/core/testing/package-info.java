/** What the tests of this module stand on: a directory in memory, time driven by hand, accounts. */
@NullMarked
package org.latchkey.core.testing;

import org.jspecify.annotations.NullMarked;
