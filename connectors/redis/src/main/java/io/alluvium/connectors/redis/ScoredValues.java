package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import org.apache.flink.table.data.RowData;

/** The score of a row, then the row as JSON. */
record ScoredValues(RowScore score, JsonValues json) implements RowValues {
  private static final long serialVersionUID = 1L;

  @Override
  public void open() throws Exception {
    json.open();
  }

  @Override
  public int write(RowData row, CommandBuffer out) throws UnfitRowException {
    out.argument(score.text(row));
    return 1 + json.write(row, out);
  }
}
