package io.alluvium.connectors.delta.sink.routing;

import io.alluvium.connectors.delta.parquet.ParquetSettings;
import io.alluvium.connectors.delta.sink.WriteBuffers;
import java.io.Serializable;

/** How a writer of several tables treats each of them. */
record RoutedTableSettings(
    TableRouter router,
    SchemaPolicy policy,
    String rescueColumn,
    ParquetSettings parquet,
    WriteBuffers buffers)
    implements Serializable {}
