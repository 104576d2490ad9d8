package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.maintenance.RollbackPlan;
import java.util.List;

/**
 * What would become of a job, and of its tables, were it taken back to a savepoint.
 *
 * @param savepoint its URI
 * @param generations that ran then
 * @param tables that the job wrote then
 * @param newer tables that it writes now and did not then; they stay as they are
 * @param stores models of the job that write to stores, which stay as they are
 * @param readers models of other jobs that read tables whose rows would be undone
 */
public record PlannedRollback(
    String job,
    String savepoint,
    List<Generation> generations,
    List<Table> tables,
    List<String> newer,
    List<String> stores,
    List<Reader> readers) {
  public PlannedRollback {
    generations = List.copyOf(generations);
    tables = List.copyOf(tables);
    newer = List.copyOf(newer);
    stores = List.copyOf(stores);
    readers = List.copyOf(readers);
  }

  /**
   * A table.
   *
   * @param model the id of the model, or of what it writes besides its table
   * @param name as people know it
   */
  public record Table(String model, String name, RollbackPlan plan) {}

  /**
   * A model of another job that reads a table whose rows would be undone.
   *
   * @param job that it is of
   * @param model its name
   * @param table that it reads
   * @param follows whether it gets the undoing as changes; otherwise it reads added rows only, and
   *     its job stops at the commit that takes them back
   * @param isStore whether it writes to a store
   */
  public record Reader(String job, String model, String table, boolean follows, boolean isStore) {}

  /** The tables that others have written since, whose rows would be lost. */
  public List<Table> writtenByOthers() {
    return tables.stream().filter(table -> !table.plan().others().isEmpty()).toList();
  }

  /** The readers that would stop. */
  public List<Reader> stopping() {
    return readers.stream().filter(reader -> !reader.follows()).toList();
  }
}
