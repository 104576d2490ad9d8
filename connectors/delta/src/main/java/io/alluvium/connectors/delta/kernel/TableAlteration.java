package io.alluvium.connectors.delta.kernel;

import io.alluvium.connectors.delta.DeltaException;
import io.delta.kernel.Operation;
import io.delta.kernel.Transaction;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.util.SchemaUtils;
import io.delta.kernel.transaction.UpdateTableTransactionBuilder;
import io.delta.kernel.types.StructType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.annotation.Internal;

/** Changes a table's schema and properties, in one commit. */
@Internal
public final class TableAlteration {
  /** Properties that say how the files are to be read: without them they would be misread. */
  private static final List<String> PERMANENT =
      List.of(
          "delta.columnMapping.",
          "delta.enableInCommitTimestamps",
          "delta.inCommitTimestampEnablement",
          "delta.enableRowTracking",
          "delta.rowTracking",
          "delta.enableIceberg",
          "delta.feature.",
          "delta.universalFormat");

  private final DeltaTable table;
  private final OptimisticCommit commit;

  public TableAlteration(DeltaTable table) {
    this.table = table;
    this.commit = new OptimisticCommit(table, "ALTER TABLE");
  }

  /**
   * @return the version that was made; empty where the table is so already
   * @throws DeltaException where one of the edits cannot be made; then none is
   */
  public OptionalLong apply(List<TableEdit> edits) {
    return commit.commitPrepared(
        snapshot ->
            transaction(snapshot, edits)
                .map(transaction -> new OptimisticCommit.Prepared(transaction, List.of())));
  }

  private Optional<Transaction> transaction(KernelSnapshot snapshot, List<TableEdit> edits) {
    SchemaEditor schema = new SchemaEditor(table.path(), snapshot);
    Map<String, String> set = new HashMap<>();
    Set<String> removed = new HashSet<>();
    for (TableEdit edit : edits) {
      if (edit instanceof TableEdit.AddColumn add) {
        schema.add(add);
      } else if (edit instanceof TableEdit.WidenColumn widen) {
        schema.widen(widen);
      } else if (edit instanceof TableEdit.DropNotNull drop) {
        schema.dropNotNull(drop);
      } else if (edit instanceof TableEdit.CommentColumn comment) {
        schema.comment(comment);
      } else if (edit instanceof TableEdit.MoveColumn move) {
        schema.move(move);
      } else if (edit instanceof TableEdit.RenameColumn rename) {
        schema.rename(rename);
      } else if (edit instanceof TableEdit.DropColumn drop) {
        schema.drop(drop);
      } else if (edit instanceof TableEdit.SetPrimaryKey key) {
        setKey(key, schema, set, removed);
      } else if (edit instanceof TableEdit.SetProperty property) {
        set.put(settable(property.key()), property.value());
      } else if (edit instanceof TableEdit.RemoveProperty property) {
        removed.add(removable(property.key()));
      }
    }
    set.entrySet().removeIf(entry -> entry.getValue().equals(value(snapshot, entry.getKey())));
    removed.removeIf(key -> value(snapshot, key) == null);
    if (!schema.isChanged() && set.isEmpty() && removed.isEmpty()) {
      return Optional.empty();
    }
    // Kernel's builder knows which properties need which feature, and mapped columns' new ids; it
    // changes no schema without column mapping, and removes none of Delta's own properties.
    boolean byBuilder = !set.isEmpty() || (schema.isChanged() && ColumnMappings.isMapped(snapshot));
    if (!byBuilder) {
      return Optional.of(directly(snapshot, schema, set, removed));
    }
    if (schema.isChanged() && !ColumnMappings.isMapped(snapshot)) {
      return keyWithColumns(snapshot, schema, set, removed);
    }
    return Optional.of(byBuilder(snapshot, schema, set, removed));
  }

  private static String value(KernelSnapshot snapshot, String key) {
    return snapshot.properties().get(key);
  }

  private void setKey(
      TableEdit.SetPrimaryKey key,
      SchemaEditor schema,
      Map<String, String> set,
      Set<String> removed) {
    if (key.columns().isEmpty()) {
      removed.add(TableDescription.PRIMARY_KEY_PROPERTY);
    } else {
      key.columns().forEach(schema::require);
      set.put(
          TableDescription.PRIMARY_KEY_PROPERTY, TableDescription.formatPrimaryKey(key.columns()));
    }
  }

  private String settable(String key) {
    if (key.equals(ColumnMappings.MODE)) {
      throw refused(
          table.path(),
          "The connector's sinks cannot write a table with column mapping yet. Write to a new"
              + " table.");
    }
    return key;
  }

  private String removable(String key) {
    if (PERMANENT.stream().anyMatch(key::startsWith)) {
      throw refused(
          table.path(),
          "Property '"
              + key
              + "' says how the table's files are read, and cannot be reset. Write to a new"
              + " table.");
    }
    return key;
  }

  /** A new column may become part of the key at once; that property needs no feature. */
  private Optional<Transaction> keyWithColumns(
      KernelSnapshot snapshot, SchemaEditor schema, Map<String, String> set, Set<String> removed) {
    if (!set.keySet().equals(Set.of(TableDescription.PRIMARY_KEY_PROPERTY))) {
      throw refused(table.path(), "Change columns and properties in two statements, not in one.");
    }
    return Optional.of(directly(snapshot, schema, set, removed));
  }

  private Transaction directly(
      KernelSnapshot snapshot, SchemaEditor schema, Map<String, String> set, Set<String> removed) {
    Metadata metadata = snapshot.kernel().getMetadata();
    if (schema.isChanged()) {
      StructType newSchema = schema.schema();
      SchemaUtils.validateSchema(newSchema, ColumnMappings.isMapped(snapshot), false, false);
      metadata = metadata.withNewSchema(newSchema);
    }
    Metadata changed = metadata.withMergedConfiguration(set).withConfigurationKeysUnset(removed);
    return commit.transaction(snapshot, Optional.empty(), Optional.of(changed));
  }

  private Transaction byBuilder(
      KernelSnapshot snapshot, SchemaEditor schema, Map<String, String> set, Set<String> removed) {
    UpdateTableTransactionBuilder builder =
        snapshot
            .kernel()
            .buildUpdateTableTransaction(commit.engineInfo(), Operation.MANUAL_UPDATE)
            .withMaxRetries(0);
    if (schema.isChanged()) {
      builder = builder.withUpdatedSchema(schema.schema());
    }
    if (!set.isEmpty()) {
      builder = builder.withTablePropertiesAdded(set);
    }
    if (!removed.isEmpty()) {
      builder = builder.withTablePropertiesRemoved(removed);
    }
    return builder.build(table.engine());
  }

  static DeltaException refused(String table, String reason) {
    return new DeltaException("Cannot alter table " + table + ". " + reason);
  }
}
