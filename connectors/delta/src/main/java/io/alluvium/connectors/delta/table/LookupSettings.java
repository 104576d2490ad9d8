package io.alluvium.connectors.delta.table;

import java.io.Serializable;
import java.time.Duration;

/**
 * How rows are looked up.
 *
 * @param refreshInterval between two looks at whether the table changed
 * @param maxRows that a task may hold
 */
record LookupSettings(Duration refreshInterval, long maxRows) implements Serializable {}
