/**
 * A job with much state on a session cluster of real processes, which is killed and upgraded, as
 * seen from outside: by the log of the table that it writes.
 */
package io.alluvium.benchmarks.operations;
