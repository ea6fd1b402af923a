/** The whole server, started in this process and talked to by real clients. */
@NullMarked
package org.latchkey.integration;

import org.jspecify.annotations.NullMarked;
