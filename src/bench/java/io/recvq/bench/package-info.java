/**
 * Microbenchmarks (JMH) of the paths that every byte takes. They are no part of the normal build;
 * docs/benchmarks.md says how to run them. Scores are of one machine and one moment: compare two
 * versions in one run.
 */
@NullMarked
package io.recvq.bench;

import org.jspecify.annotations.NullMarked;
