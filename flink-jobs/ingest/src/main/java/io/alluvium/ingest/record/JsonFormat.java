package io.alluvium.ingest.record;

import java.util.List;

/** One JSON object per record, in UTF-8. */
public record JsonFormat() implements RecordFormat {
  @Override
  public RecordDecoder newDecoder(List<DeclaredColumn> columns) {
    return new JsonRecordDecoder(columns);
  }
}
