/**
 * Reads the planner's trees. Flink hides the planner's classes behind a class loader of its own;
 * those of this package are defined within it, and nothing else may name them.
 */
package io.alluvium.models.lineage.planner;
