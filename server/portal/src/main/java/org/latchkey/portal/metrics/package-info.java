/** What is counted and timed. */
@NullMarked
package org.latchkey.portal.metrics;

import org.jspecify.annotations.NullMarked;
