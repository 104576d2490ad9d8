package io.alluvium.connectors.postgres;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A value that its column's Flink type cannot hold: infinity, NaN in a decimal, a year before 1 or
 * after 9999. The row has null in its place.
 *
 * @param column index of the column in the row
 * @param text as PostgreSQL writes it
 */
@PublicEvolving
public record UnfitValue(int column, String text) {}
