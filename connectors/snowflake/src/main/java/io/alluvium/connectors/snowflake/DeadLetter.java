package io.alluvium.connectors.snowflake;

/**
 * A row that was left out.
 *
 * @param key of the row, as a line of CSV
 */
record DeadLetter(String key, String column, String reason) {}
