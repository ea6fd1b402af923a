/** Ordered maps on disk with transactions: LMDB, OpenLDAP's own engine. */
@NullMarked
package org.latchkey.directory.lmdb;

import org.jspecify.annotations.NullMarked;
