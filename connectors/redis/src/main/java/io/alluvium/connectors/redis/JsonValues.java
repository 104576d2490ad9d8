package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions.MapNullKeyMode;
import org.apache.flink.formats.json.JsonRowDataSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** A row as a JSON object, nested values included; columns that are null are null. */
final class JsonValues implements RowValues {
  private static final long serialVersionUID = 1L;

  private final JsonRowDataSerializationSchema json;

  JsonValues(RowType rowType) {
    this.json =
        new JsonRowDataSerializationSchema(
            rowType, TimestampFormat.ISO_8601, MapNullKeyMode.FAIL, "null", true, false);
  }

  @Override
  public void open() throws Exception {
    // The schema of JSON takes nothing of its context.
    json.open(null);
  }

  @Override
  public int write(RowData row, CommandBuffer out) throws UnfitRowException {
    try {
      out.argument(json.serialize(row));
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnfitRowException("it cannot be written as JSON: " + cause.getMessage());
    }
    return 1;
  }
}
