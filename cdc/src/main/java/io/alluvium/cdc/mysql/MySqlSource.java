package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.ChangeConversion;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.connectors.delta.sink.routing.RoutedRowTypeInfo;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The rows of tables, read in parallel, and then every change since that began, from the binary
 * log, each once.
 *
 * <p>The log must have whole rows and the names of their columns. So each change says by itself
 * what its table looked like when it was made; no statement that alters a table has to be
 * understood, and no history of tables has to be kept.
 */
final class MySqlSource
    implements Source<RoutedRow, MySqlSplit, CaptureState>, ResultTypeQueryable<RoutedRow> {
  private static final long serialVersionUID = 1L;

  private final MySqlSettings settings;
  private final List<TableName> tables;
  private final ChangeConversion conversion;

  /**
   * @param tables that there are by now
   */
  MySqlSource(MySqlSettings settings, List<TableName> tables, ChangeConversion conversion) {
    this.settings = settings;
    this.tables = List.copyOf(tables);
    this.conversion = conversion;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<MySqlSplit, CaptureState> createEnumerator(
      SplitEnumeratorContext<MySqlSplit> context) {
    return restoreEnumerator(context, CaptureState.initial());
  }

  @Override
  public SplitEnumerator<MySqlSplit, CaptureState> restoreEnumerator(
      SplitEnumeratorContext<MySqlSplit> context, CaptureState state) {
    return new MySqlEnumerator(context, settings, tables, state);
  }

  @Override
  public SourceReader<RoutedRow, MySqlSplit> createReader(SourceReaderContext context) {
    return new MySqlReader(context, settings, conversion);
  }

  @Override
  public SimpleVersionedSerializer<MySqlSplit> getSplitSerializer() {
    return new MySqlSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<CaptureState> getEnumeratorCheckpointSerializer() {
    return new CaptureStateSerializer();
  }

  @Override
  public TypeInformation<RoutedRow> getProducedType() {
    return RoutedRowTypeInfo.INSTANCE;
  }
}
