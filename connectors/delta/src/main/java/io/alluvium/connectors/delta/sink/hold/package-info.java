/** Holds the rows of a partition back until the partition is complete. */
package io.alluvium.connectors.delta.sink.hold;
