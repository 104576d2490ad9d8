package io.alluvium.models.seed;

import io.alluvium.connectors.delta.DeltaException;
import io.alluvium.connectors.delta.catalog.DeltaCatalog;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.maintenance.TableReplacement;
import io.alluvium.models.ModelException;
import io.alluvium.models.graph.Node.SeedNode;
import io.alluvium.models.jinja.Relation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes tables of the lake of a project's seeds. A table that holds a seed's rows already is left
 * alone; otherwise all its rows are replaced by one commit, so that those who read it see the
 * former rows or the new ones, and those who follow it the difference.
 */
public final class Seeds {
  private final Path folder;
  private final String lake;

  /**
   * @param folder the project's
   * @param lake its folder or URI
   */
  public Seeds(Path folder, String lake) {
    this.folder = folder;
    this.lake = lake.endsWith("/") ? lake.substring(0, lake.length() - 1) : lake;
  }

  /**
   * What became of a seed.
   *
   * @param version of the table that was made; empty where it was as it should be
   */
  public record Loaded(SeedNode seed, long rows, OptionalLong version) {}

  /**
   * @param fullRefresh whether a table with other columns is dropped and made anew
   * @throws ModelException that names the line of the CSV, or says why the table cannot be written
   */
  public Loaded load(SeedNode node, boolean fullRefresh) {
    SeedRows seed = SeedRows.read(folder, node.seed());
    DeltaTable table = DeltaTable.at(lake + "/" + node.schema() + "/" + node.table());
    try {
      if (fullRefresh && table.exists() && !hasColumns(table, seed.type())) {
        drop(node);
      }
      table.createIfAbsent(description(node, seed));
      requireColumns(node, table, seed.type());
      return new Loaded(
          node,
          seed.rows().size(),
          new TableReplacement(table).replace(seed.type(), seed.rows(), "SEED"));
    } catch (DeltaException e) {
      throw ModelException.at(node.file(), e);
    }
  }

  private static TableDescription description(SeedNode node, SeedRows seed) {
    return new TableDescription(
        seed.type(),
        List.of(),
        node.seed().config().uniqueKey(),
        // A seed that changes takes rows away, which those who follow it must see.
        Map.of("scan.changelog", "all"),
        node.seed().config().persistsRelationDocs() ? node.seed().properties().description() : "");
  }

  private static boolean hasColumns(DeltaTable table, RowType wanted) {
    RowType existing = table.snapshot().rowType();
    return existing.getFieldNames().equals(wanted.getFieldNames())
        && IntStream.range(0, wanted.getFieldCount())
            .allMatch(
                i ->
                    existing
                        .getTypeAt(i)
                        .copy(true)
                        .asSummaryString()
                        .equals(wanted.getTypeAt(i).copy(true).asSummaryString()));
  }

  private static void requireColumns(SeedNode node, DeltaTable table, RowType wanted) {
    if (!hasColumns(table, wanted)) {
      throw new ModelException(
          node.file()
              + ", line 1: its columns are "
              + text(wanted)
              + ", but those of the table "
              + node.schema()
              + "."
              + node.table()
              + " are "
              + text(table.snapshot().rowType())
              + "; give the types with column_types, or make the table anew with --full-refresh");
    }
  }

  private static String text(RowType type) {
    return String.join(
        ", ",
        IntStream.range(0, type.getFieldCount())
            .mapToObj(
                i ->
                    Relation.quoted(type.getFieldNames().get(i))
                        + " "
                        + type.getTypeAt(i).copy(true).asSummaryString())
            .toList());
  }

  private void drop(SeedNode node) {
    try {
      new DeltaCatalog("lake", "default", lake)
          .dropTable(new ObjectPath(node.schema(), node.table()), true);
    } catch (TableNotExistException e) {
      throw new IllegalStateException(e);
    }
  }
}
