/** Tests of health and metrics over HTTP. */
@NullMarked
package org.latchkey.portal.health;

import org.jspecify.annotations.NullMarked;
