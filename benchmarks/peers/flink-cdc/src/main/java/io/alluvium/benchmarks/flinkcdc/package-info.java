/** Flink CDC as its documentation shows it, into the same sink as ours. */
package io.alluvium.benchmarks.flinkcdc;
