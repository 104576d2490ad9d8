/** Runs plans for a moment, to see what Flink makes of a savepoint. */
package io.alluvium.state.trial;
