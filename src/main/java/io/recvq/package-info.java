/** The entry point: the only place that touches the process's standard streams and exit status. */
@NullMarked
package io.recvq;

import org.jspecify.annotations.NullMarked;
