package io.alluvium.ingest.documents;

import io.alluvium.ingest.bronze.BronzeColumn;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.util.List;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** The columns of a table of documents. */
final class DocumentColumns {
  static final int PATH = 0;
  static final int NAME = 1;
  static final int SIZE = 2;
  static final int MODIFIED = 3;
  static final int MEDIA_TYPE = 4;
  static final int SHA_256 = 5;
  static final int CONTENT = 6;
  static final int LINK = 7;

  private static final LogicalType TEXT = VarCharType.STRING_TYPE;

  static final BronzeSchema SCHEMA =
      BronzeSchema.of(
          List.of(
              new BronzeColumn("path", TEXT, "Within the folder"),
              new BronzeColumn("name", TEXT, "The file's name"),
              new BronzeColumn("size", new BigIntType(), "In bytes"),
              new BronzeColumn(
                  "modified", new LocalZonedTimestampType(6), "When the file was written"),
              new BronzeColumn("media_type", TEXT, "By the content, such as image/png"),
              new BronzeColumn("sha256", TEXT, "Of the content, in hexadecimal digits"),
              new BronzeColumn(
                  "content",
                  new VarBinaryType(VarBinaryType.MAX_LENGTH),
                  "The bytes; null where there are more than the definition's max-bytes"),
              new BronzeColumn("link", TEXT, "URI of the file whose content is not here")));

  private DocumentColumns() {}

  /** What tells which files were read. */
  static RowType keys() {
    RowType all = SCHEMA.rowType();
    return new RowType(
        false,
        List.of(
            all.getFields().get(PATH),
            all.getFields().get(SIZE),
            all.getFields().get(MODIFIED),
            all.getFields().get(SCHEMA.indexOf(BronzeSchema.SOURCE))));
  }
}
