/**
 * Aggregation before the exchange, on primitive buffers in place of an object for each group and
 * row: what the planner's own operators of this kind do, for the functions that most models use.
 * And tumbling windows behind the exchange, which are held in memory until they end.
 */
package io.alluvium.models.aggregate;
