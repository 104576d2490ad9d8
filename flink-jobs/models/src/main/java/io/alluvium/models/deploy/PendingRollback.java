package io.alluvium.models.deploy;

import java.util.List;

/**
 * A rollback that is under way, while the job stands still.
 *
 * @param id that the tables' logs know it by
 * @param savepoint to go back to
 * @param tables with the versions to go back to
 * @param generations that ran then
 */
public record PendingRollback(
    String id, String savepoint, List<Table> tables, List<Generation> generations) {
  public PendingRollback {
    tables = List.copyOf(tables);
    generations = List.copyOf(generations);
  }

  /**
   * A table of the job.
   *
   * @param model whose table it is
   * @param from the version that it had when that was decided
   * @param to the version to go back to; the same for none
   * @param undone whether rows of it are undone, be it now or before an interruption
   */
  public record Table(String model, String path, long from, long to, boolean undone) {}

  boolean undoes(String model) {
    return tables.stream().anyMatch(table -> table.model().equals(model) && table.undone());
  }
}
