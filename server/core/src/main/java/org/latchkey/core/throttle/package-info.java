/** What slows a guesser down and leaves everybody else alone. */
@NullMarked
package org.latchkey.core.throttle;

import org.jspecify.annotations.NullMarked;
