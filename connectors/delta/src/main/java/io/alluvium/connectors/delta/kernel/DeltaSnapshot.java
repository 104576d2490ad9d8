package io.alluvium.connectors.delta.kernel;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/** A table at one version. Immutable; files are loaded on first use. */
@Internal
public interface DeltaSnapshot {

  long version();

  /** Of the commit, milliseconds since the epoch. */
  long timestamp();

  RowType rowType();

  /** How the table's files name its columns. */
  StoredColumns storedColumns();

  List<String> partitionColumns();

  /** Empty where the table has no primary key. */
  List<String> primaryKey();

  Map<String, String> properties();

  /** Empty where the table has none. */
  String comment();

  /** What is needed to read and write the table. */
  TableProtocol protocol();

  /** The active files, with their statistics. */
  List<DataFile> files();

  /** The version that the application last committed with ({@code txn} action), if any. */
  OptionalLong transactionVersion(String applicationId);
}
