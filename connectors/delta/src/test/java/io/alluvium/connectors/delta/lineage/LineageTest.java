package io.alluvium.connectors.delta.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.WriteMode;
import io.alluvium.connectors.delta.sink.DeltaSink;
import io.alluvium.connectors.delta.source.DeltaSource;
import io.alluvium.connectors.delta.source.scan.ReadVersion;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flink 1.20 asks no sink for its vertex yet; who walks a job's graph finds it there. */
class LineageTest {
  private static final RowType ROWS =
      RowType.of(new LogicalType[] {new BigIntType(false)}, new String[] {"id"});

  @TempDir Path folder;
  private StreamExecutionEnvironment environment;
  private String table;

  @BeforeEach
  void newJob() {
    environment = StreamExecutionEnvironment.getExecutionEnvironment();
    table = folder.resolve("table").toString();
  }

  @ParameterizedTest
  @EnumSource(WriteMode.class)
  void everySinkNamesItsTable(WriteMode mode) {
    DeltaSink.Builder sink =
        mode == WriteMode.APPEND
            ? DeltaSink.append(table, ROWS)
            : DeltaSink.upsert(table, ROWS, List.of("id")).mode(mode);

    sink.addTo(rows(), "sink");

    List<LineageVertex> vertices =
        environment.getTransformations().stream()
            .filter(SinkTransformation.class::isInstance)
            .map(transformation -> ((SinkTransformation<?, ?>) transformation).getSink())
            .map(LineageVertexProvider.class::cast)
            .map(LineageVertexProvider::getLineageVertex)
            .toList();
    assertThat(vertices).hasSize(1);
    checkNames(vertices.get(0), table);
  }

  @Test
  void theSourceNamesItsTable() {
    DeltaSink.append(table, ROWS).addTo(rows(), "sink");

    LineageVertex vertex =
        DeltaSource.builder(table).bounded(ReadVersion.latest()).build().getLineageVertex();

    checkNames(vertex, table);
    assertThat(((SourceLineageVertex) vertex).boundedness()).isEqualTo(Boundedness.BOUNDED);
  }

  private static void checkNames(LineageVertex vertex, String table) {
    assertThat(vertex.datasets()).extracting(LineageDataset::namespace).containsExactly("delta");
    assertThat(vertex.datasets()).extracting(LineageDataset::name).containsExactly(table);
  }

  private DataStream<RowData> rows() {
    return environment.fromData(List.<RowData>of(row()), InternalTypeInfo.of(ROWS));
  }

  private static RowData row() {
    return GenericRowData.of(1L);
  }
}
