/**
 * Real services on this machine without containers: PostgreSQL, Kafka, Redis and a Flink
 * MiniCluster. Each listens on the loopback interface only, keeps its data in a directory, and ends
 * a server that a killed process has left behind in that directory. One process at a time may use a
 * directory; whoever starts the services sees to that.
 */
package io.alluvium.local;
