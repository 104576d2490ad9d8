package io.alluvium.ingest.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletLetters;
import io.alluvium.ingest.batch.LakePaths;
import io.alluvium.ingest.batch.TableScan;
import io.alluvium.ingest.bronze.BronzeSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Where earlier runs have come to, as the rows tell that they brought: the last row of a page says
 * where reading goes on, and is committed with the page.
 */
final class RestMemory {
  static final String NEXT = "next";
  private static final String MARK = "\"" + NEXT + "\":{";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowType ROWS =
      new RowType(
          false,
          List.of(
              new RowType.RowField(BronzeSchema.SOURCE, VarCharType.STRING_TYPE),
              new RowType.RowField(BronzeSchema.POSITION, VarCharType.STRING_TYPE),
              new RowType.RowField(BronzeSchema.SEQUENCE, new BigIntType())));

  private final LakePaths lake;
  private final BronzeTarget target;
  private final String source;
  private long most;
  private boolean any;
  @Nullable private String position;

  RestMemory(LakePaths lake, BronzeTarget target, String source) {
    this.lake = lake;
    this.target = target;
    this.source = source;
  }

  Optional<RestProgress> progress() throws Exception {
    // A data file whose greatest number is less than what was seen already has nothing to say.
    Predicate<TableScan.Bounds> wanted = bounds -> bounds.most().asLong() > most;
    new TableScan(lake.path(target.table()), ROWS)
        .forEach(BronzeSchema.SEQUENCE, wanted, this::look);
    new InletLetters(lake, target.inlet()).forEach(InletLetters.SEQUENCE, wanted, this::look);
    if (position == null && any) {
      throw new IOException("No row that came from " + source + " says where reading goes on.");
    }
    return position == null
        ? Optional.empty()
        : Optional.of(RestProgress.parse(JSON.readTree(position).path(NEXT).toString()));
  }

  private void look(RowData row) {
    if (row.isNullAt(0) || row.isNullAt(2) || !row.getString(0).toString().equals(source)) {
      return;
    }
    any = true;
    String text = row.getString(1).toString();
    // One row of each page says where reading goes on.
    if (row.getLong(2) > most && text.contains(MARK)) {
      most = row.getLong(2);
      position = text;
    }
  }
}
