package io.alluvium.connectors.delta.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.procedures.Procedure;

/** The procedures that {@code CALL sys.…} knows. */
final class DeltaProcedures {
  /** The second is a reserved word of Flink SQL, and is to be written in backquotes. */
  private static final Set<String> DATABASES = Set.of("sys", "system");

  private static final Map<String, Function<LakeTables, Procedure>> BY_NAME =
      Map.of(
          "history", HistoryProcedure::new,
          "optimize", OptimizeProcedure::new,
          "vacuum", VacuumProcedure::new,
          "restore", RestoreProcedure::new,
          "clone", CloneProcedure::new,
          "checkpoint", CheckpointProcedure::new);

  static final List<String> NAMES = BY_NAME.keySet().stream().sorted().toList();

  private DeltaProcedures() {}

  static boolean areIn(String database) {
    return DATABASES.contains(database);
  }

  static Optional<Procedure> of(ObjectPath name, LakeTables tables) {
    return areIn(name.getDatabaseName())
        ? Optional.ofNullable(BY_NAME.get(name.getObjectName()))
            .map(procedure -> procedure.apply(tables))
        : Optional.empty();
  }
}
