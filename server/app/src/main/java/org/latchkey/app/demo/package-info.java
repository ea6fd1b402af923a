/** The whole server on loopback with two accounts, for trying it out. */
@NullMarked
package org.latchkey.app.demo;

import org.jspecify.annotations.NullMarked;
