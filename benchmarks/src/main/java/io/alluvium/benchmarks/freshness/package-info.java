/** How long an event takes until it can be read in a table, seen from outside of all sides. */
package io.alluvium.benchmarks.freshness;
