package io.alluvium.connectors.postgres.replication;

import io.alluvium.connectors.postgres.CaptureSettings;
import io.alluvium.connectors.postgres.TableName;
import io.alluvium.connectors.postgres.database.CatalogSession;
import io.alluvium.connectors.postgres.database.CatalogTable;
import io.alluvium.connectors.postgres.database.PostgresCatalog;
import io.alluvium.connectors.postgres.rows.RowShape;
import io.alluvium.connectors.postgres.rows.RowShapes;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Asks the catalog, as it is now, about what the log leaves out: names of types, the primary key,
 * whose partition a table is.
 */
final class CatalogRelations implements RelationResolver {
  private final CaptureSettings settings;
  private final CatalogSession catalog;
  private final RowShapes shapes;
  private final boolean binary;

  CatalogRelations(
      CaptureSettings settings, CatalogSession catalog, RowShapes shapes, boolean binary) {
    this.settings = settings;
    this.catalog = catalog;
    this.shapes = shapes;
    this.binary = binary;
  }

  @Override
  public Relation resolve(
      long oid,
      String schema,
      String table,
      List<RowShapes.Column> columns,
      List<Integer> identityColumns) {
    TableName own = new TableName(schema, table);
    try {
      Optional<CatalogTable> root =
          catalog.ask(connection -> new PostgresCatalog(connection).root(oid));
      boolean partition =
          root.isPresent()
              && root.get().oid() != oid
              && settings.tables().includes(root.get().name());
      TableName name = partition ? root.get().name() : own;
      if (!settings.tables().includes(name)) {
        return new Relation(identityColumns, null, partition);
      }
      // A table that is gone has the key that its changes show.
      List<String> key =
          (partition ? root : catalog.ask(connection -> new PostgresCatalog(connection).table(oid)))
              .map(CatalogTable::key)
              .orElseGet(
                  () -> identityColumns.stream().map(index -> columns.get(index).name()).toList());
      RowShape shape = catalog.ask(connection -> shapes.shape(connection, name, columns, key));
      if (binary && !shape.readsBinary()) {
        throw new NeedsTextException(name.toString());
      }
      return new Relation(identityColumns, shape, partition);
    } catch (SQLException e) {
      throw new CatalogFailure(e);
    }
  }

  @Override
  public void typeAnnounced(long oid) {
    shapes.forgetType(oid);
  }

  /** A question to the catalog failed while a message was decoded. */
  static final class CatalogFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SQLException error;

    CatalogFailure(SQLException error) {
      super(error);
      this.error = error;
    }

    SQLException error() {
      return error;
    }
  }
}
