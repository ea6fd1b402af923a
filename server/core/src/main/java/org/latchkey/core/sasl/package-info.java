/** SASL mechanisms as pure exchanges (RFC 4422). */
@NullMarked
package org.latchkey.core.sasl;

import org.jspecify.annotations.NullMarked;
