package io.alluvium.cdc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns Debezium's events into a {@link UnionRow} of bronze rows. */
final class ChangeDeserializer implements DebeziumDeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final InternalTypeInfo<RowData> producedType;
  private final Map<String, Integer> tableIndexes = new HashMap<>();
  private final ChangeConversion[] conversions;

  ChangeDeserializer(List<BronzeTable> tables, String sourceName) {
    producedType = UnionRow.type(tables);
    conversions = new ChangeConversion[tables.size()];
    for (int i = 0; i < conversions.length; i++) {
      tableIndexes.put(tables.get(i).source().toString(), i);
      conversions[i] =
          new ChangeConversion(tables.get(i).rowType(), tables.get(i).identity(), sourceName);
    }
  }

  @Override
  public void deserialize(SourceRecord record, Collector<RowData> out) {
    // Heartbeats and the like have no operation; a tombstone repeats the delete before it.
    if (!(record.value() instanceof Struct event) || event.schema().field("op") == null) {
      return;
    }
    Struct origin = event.getStruct("source");
    String table = origin.getString("schema") + "." + origin.getString("table");
    Integer index = tableIndexes.get(table);
    if (index == null) {
      throw new CdcException(
          "A change of table " + table + " arrived, which is not captured. Restart the job.");
    }
    RowData row = conversions[index].convert(event, System.currentTimeMillis());
    out.collect(UnionRow.of(index, conversions.length, row));
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return producedType;
  }
}
