package io.alluvium.connectors.delta.table;

import io.alluvium.connectors.delta.kernel.DeltaSnapshot;
import io.alluvium.connectors.delta.source.aggregate.GroupBy;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsStatisticReport;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Scans one version of a Delta table, of which the log can tell aggregates and statistics. */
class BoundedTableSource extends DeltaTableSource
    implements SupportsAggregatePushDown, SupportsStatisticReport {

  BoundedTableSource(ScannedTable table, ScanRequest request) {
    super(table, request);
  }

  private TableStatistics statistics() {
    DeltaSnapshot snapshot = table().planned().snapshot();
    return new TableStatistics(
        snapshot.files(), snapshot.storedColumns(), request().filter(), request().columns());
  }

  @Override
  public boolean applyAggregates(
      List<int[]> groupingSets, List<AggregateExpression> aggregates, DataType produced) {
    if (groupingSets.size() != 1
        || !request().columns().metadata().isEmpty()
        || !AggregateTranslation.areOfColumns(groupingSets.get(0), aggregates)) {
      return false;
    }
    RowType type = (RowType) produced.getLogicalType();
    Optional<List<RowData>> told = statistics().aggregate(groupingSets.get(0), aggregates);
    if (told.isPresent()) {
      apply(request().withAggregate(new Aggregate(told.get(), type)));
      return true;
    }
    Optional<GroupBy> groupBy = groupBy(groupingSets.get(0), aggregates, type);
    groupBy.ifPresent(found -> apply(request().withGroupBy(found)));
    return groupBy.isPresent();
  }

  /** Empty where the planner has to do it. */
  private Optional<GroupBy> groupBy(
      int[] grouping, List<AggregateExpression> aggregates, RowType type) {
    boolean wholeRows = request().limit() != Long.MAX_VALUE || request().watermarks() != null;
    if (wholeRows || !request().columns().isFlat()) {
      return Optional.empty();
    }
    return AggregateTranslation.groupBy(grouping, aggregates, request().columns().read(), type);
  }

  @Override
  public TableStats reportStatistics() {
    return statistics().report();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    Aggregate aggregate = request().aggregate();
    return aggregate == null ? super.getScanRuntimeProvider(context) : new Told(aggregate);
  }

  @Override
  public DynamicTableSource copy() {
    return new BoundedTableSource(table(), request());
  }

  /** Rows that were told by the log. */
  private record Told(Aggregate aggregate) implements DataStreamScanProvider {
    @Override
    public DataStream<RowData> produceDataStream(
        ProviderContext provider, StreamExecutionEnvironment environment) {
      // Not fromData, whose generator finds no rows on a session cluster.
      var rows =
          environment
              .fromCollection(aggregate.rows(), InternalTypeInfo.of(aggregate.type()))
              .setParallelism(1);
      provider.generateUid("delta-statistics").ifPresent(rows::uid);
      return rows;
    }

    @Override
    public boolean isBounded() {
      return true;
    }
  }
}
