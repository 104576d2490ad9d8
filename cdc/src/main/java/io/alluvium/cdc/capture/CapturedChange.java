package io.alluvium.cdc.capture;

import java.util.BitSet;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A change of a row, of whatever database. It holds no more than one call: a row may be used again
 * for the next change only if the receiver has been told to copy, so sources give a new one.
 *
 * @param columns of both rows, as they were when the change was made; one instance for all changes
 *     of a schema is quickest
 * @param row after the change, in Flink's internal forms; null of a delete and of a truncate
 * @param before the row before the change, where the source gives it; columns that it did not give
 *     are null
 * @param unavailable indexes of columns of {@code row} that have a value which the source did not
 *     send, since the change left it alone; they are null in {@code row}. Null for none
 * @param unfit values of {@code row}, as text by column, that the column's type cannot hold; they
 *     are null in {@code row}. Null for none
 * @param position where the change is in the source's log, as its tools write it
 * @param sequence the position as a number: ascends for each key; 0 of the snapshot's rows
 * @param sourceMicros when the source committed the change, since the epoch; 0 where unknown
 */
public record CapturedChange(
    TableName table,
    RowType columns,
    Operation operation,
    @Nullable RowData row,
    @Nullable RowData before,
    @Nullable BitSet unavailable,
    @Nullable Map<String, String> unfit,
    String position,
    long sequence,
    long sourceMicros) {}
