/** Live sessions, and the sign-out that ends them. */
@NullMarked
package org.latchkey.core.session;

import org.jspecify.annotations.NullMarked;
