/** Health and metrics over plain HTTP, for those who run the server. */
@NullMarked
package org.latchkey.portal.health;

import org.jspecify.annotations.NullMarked;
