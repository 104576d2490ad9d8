package io.alluvium.connectors.postgres.rows;

import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.TableSchema;
import io.alluvium.connectors.postgres.database.Queries;
import io.alluvium.connectors.postgres.database.TypeCatalog;
import io.alluvium.connectors.postgres.types.Codec;
import io.alluvium.connectors.postgres.types.Codecs;
import io.alluvium.connectors.postgres.types.PostgresType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.types.logical.RowType;

/** Makes the shape of rows of the columns' types. Equal schemas are one instance. */
@Internal
public final class RowShapes {
  private static final String MONEY_DIGITS =
      "SELECT length(split_part(1::money::numeric::text, '.', 2))";

  private final Schemas schemas;
  private final int reservedFields;
  private final TypeCatalog types = new TypeCatalog();
  private Codecs codecs;

  /** The schemas that a reader's snapshot and stream have met. */
  public static final class Schemas {
    private final ConcurrentMap<TableSchema, TableSchema> known = new ConcurrentHashMap<>();

    TableSchema only(TableSchema schema) {
      TableSchema earlier = known.putIfAbsent(schema, schema);
      return earlier == null ? schema : earlier;
    }
  }

  /** A column as the server describes it. */
  public record Column(String name, long typeOid, int modifier) {}

  public RowShapes(Schemas schemas, int reservedFields) {
    this.schemas = schemas;
    this.reservedFields = reservedFields;
  }

  /** The log tells that a type has changed. */
  public void forgetType(long oid) {
    types.forget(oid);
  }

  public RowShape shape(
      Connection connection, TableName table, List<Column> columns, List<String> key)
      throws SQLException {
    if (codecs == null) {
      codecs = new Codecs(Integer.parseInt(Queries.text(connection, MONEY_DIGITS)));
    }
    List<RowType.RowField> fields = new ArrayList<>();
    Codec[] ofColumns = new Codec[columns.size()];
    for (int i = 0; i < ofColumns.length; i++) {
      Column column = columns.get(i);
      PostgresType type = types.type(connection, column.typeOid(), column.modifier());
      ofColumns[i] = codecs.of(type);
      fields.add(new RowType.RowField(column.name(), ofColumns[i].type().copy(true)));
    }
    RowType rowType = new RowType(false, fields);
    List<Integer> keyColumns =
        key.stream().map(rowType::getFieldIndex).filter(index -> index >= 0).toList();
    TableSchema schema =
        schemas.only(
            new TableSchema(
                table, rowType, keyColumns.size() == key.size() ? keyColumns : List.of()));
    return new RowShape(schema, ofColumns, ofColumns.length + reservedFields);
  }
}
