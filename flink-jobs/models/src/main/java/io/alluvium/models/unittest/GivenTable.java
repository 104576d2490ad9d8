package io.alluvium.models.unittest;

import io.alluvium.models.compile.TableColumn;
import io.alluvium.models.jinja.Relation;
import io.alluvium.models.project.Watermark;
import java.util.List;
import java.util.Optional;

/**
 * A table that a test gives.
 *
 * @param title as the test names it, such as {@code ref('orders')}
 * @param key of which each combination has one row; empty where rows have none
 * @param changes whether rows may change or be deleted
 * @param repeats whether what writes the table may write a row twice
 * @param rows in the order in which they arrive
 */
record GivenTable(
    String title,
    Relation name,
    List<TableColumn> columns,
    List<String> key,
    boolean changes,
    boolean repeats,
    Optional<Watermark> watermark,
    List<GivenRow> rows) {

  /** Under which the job's parameters hold the rows. */
  String parameter() {
    return name.getSchema() + "." + name.getIdentifier();
  }

  /** Whether rows of one key keep their order, however they arrive. */
  boolean keepsOrder() {
    return changes || !key.isEmpty();
  }
}
