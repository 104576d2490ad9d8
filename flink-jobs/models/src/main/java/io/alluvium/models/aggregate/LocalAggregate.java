package io.alluvium.models.aggregate;

import java.io.Serializable;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;

/**
 * What is aggregated before the exchange.
 *
 * @param key of a row, in a {@link org.apache.flink.table.data.binary.BinaryRowData} of one segment
 * @param keyFields how many fields a key has
 * @param most groups that are held at a time
 */
record LocalAggregate(
    KeySelector<RowData, RowData> key, int keyFields, Accumulators accumulators, long most)
    implements Serializable {}
