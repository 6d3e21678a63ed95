/**
 * The words that every room shares: addresses, endpoints, errno names, and the exception that tells
 * what was attempted and what the system answered.
 *
 * <p>In: text and bytes. Out: immutable values. Fails with {@link IllegalArgumentException} on text
 * that is no address; opens nothing and resolves no names.
 */
@NullMarked
package io.recvq.net;

import org.jspecify.annotations.NullMarked;
