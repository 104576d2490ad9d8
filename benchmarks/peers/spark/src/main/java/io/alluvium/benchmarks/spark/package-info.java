/** The sides that run in a JVM with Spark's libraries. */
package io.alluvium.benchmarks.spark;
