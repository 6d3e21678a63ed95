/**
 * YAML documents, read strictly: check files and scenarios are made of what this room gives.
 *
 * <p>In: the text of a file. Out: nodes that know their line and column. Fails with {@link
 * io.recvq.document.DocumentException}, which says where and what: bad syntax, a key twice, an
 * unknown key with the nearest known one, a value of the wrong kind. Bounded in size and nesting;
 * anchors are not followed, so no small file grows large.
 */
@NullMarked
package io.recvq.document;

import org.jspecify.annotations.NullMarked;
