/** The sides that run in the JVM with Flink's libraries. */
package io.alluvium.benchmarks.engines;
