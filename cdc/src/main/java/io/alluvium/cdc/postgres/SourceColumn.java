package io.alluvium.cdc.postgres;

/**
 * A column of a source table.
 *
 * @param type the name in {@code pg_type}; of a domain, that of its base type
 * @param modifier the type modifier, -1 for none
 */
record SourceColumn(String name, String type, int modifier) {}
