/** A Flink session cluster of processes on this machine, and a client of any session cluster. */
package io.alluvium.cluster;
