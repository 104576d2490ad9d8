package io.alluvium.models.compile;

import io.alluvium.definitions.Similar;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.Materialization;
import io.alluvium.models.project.Model;
import io.alluvium.models.project.ModelConfig;
import io.alluvium.models.project.SqlTypes;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;

/** Compares a model's query with what its YAML says. */
final class ModelChecks {
  private ModelChecks() {}

  static void check(CompiledModel compiled) {
    Model model = compiled.node().model();
    ModelConfig config = model.config();
    List<String> names = compiled.columns().stream().map(TableColumn::name).toList();
    for (ColumnProperties column : model.properties().columns()) {
      if (!names.contains(column.name())) {
        throw column
            .definition()
            .error(
                "the query of "
                    + model.file()
                    + " has no column '"
                    + column.name()
                    + "'"
                    + Similar.hint(column.name(), names));
      }
    }
    // Read only where a table is there already; a wrong value is told in any case.
    config.onSchemaChange();
    if (config.contractEnforced()) {
      compiled.columns().forEach(column -> requireContract(model, column));
    }
    if (config.materialization() == Materialization.PUSH && config.uniqueKey().isEmpty()) {
      throw model.origin().error("a push model needs the configuration 'unique_key'");
    }
  }

  private static void requireContract(Model model, TableColumn column) {
    Optional<ColumnProperties> declared = model.properties().column(column.name());
    String type = column.sqlType();
    if (declared.isEmpty() || declared.get().type().isEmpty()) {
      throw model
          .origin()
          .error(
              "the contract is enforced, but the YAML gives no data_type for column '"
                  + column.name()
                  + "', which is "
                  + type);
    }
    LogicalType promised = SqlTypes.parse(declared.get());
    if (!promised.copy(true).equals(column.type())) {
      throw declared
          .get()
          .definition()
          .error(
              "the contract is enforced: column '"
                  + column.name()
                  + "' is "
                  + type
                  + " in "
                  + model.file()
                  + ", not "
                  + promised.asSummaryString());
    }
  }
}
