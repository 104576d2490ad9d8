package io.alluvium.connectors.delta.sink.history;

import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;

/**
 * A row as it was for some time, in microseconds since the epoch.
 *
 * @param from begin of that time
 * @param to its end; null where it lasts
 * @param isDeleted whether there was no row at that time, and {@code row} is the last before it
 */
record Version(RowData row, long updatedAt, long from, @Nullable Long to, boolean isDeleted) {}
