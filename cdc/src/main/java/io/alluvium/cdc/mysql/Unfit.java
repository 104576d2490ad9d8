package io.alluvium.cdc.mysql;

/**
 * A value that the type of its column cannot hold.
 *
 * @param text as the server writes it
 */
record Unfit(String text) {}
