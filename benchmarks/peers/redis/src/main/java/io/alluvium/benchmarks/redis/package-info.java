/** Peers that write to Redis. */
package io.alluvium.benchmarks.redis;
