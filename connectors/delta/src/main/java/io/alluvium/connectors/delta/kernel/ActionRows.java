package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.VectorUtils;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/** Data files as rows of the log's {@code add} and {@code remove} actions, and back. */
final class ActionRows {

  private ActionRows() {}

  static Row add(DataFile file) {
    return add(file, true);
  }

  static Row add(DataFile file, boolean dataChange) {
    Map<Integer, Object> fields = common(file, dataChange, AddFile.FULL_SCHEMA::indexOf);
    fields.put(AddFile.FULL_SCHEMA.indexOf("modificationTime"), file.modificationTime());
    return SingleAction.createAddFileSingleAction(new GenericRow(AddFile.FULL_SCHEMA, fields));
  }

  static Row remove(DataFile file, long deletionTimestamp) {
    return remove(file, deletionTimestamp, true);
  }

  static Row remove(DataFile file, long deletionTimestamp, boolean dataChange) {
    Map<Integer, Object> fields = common(file, dataChange, RemoveFile.FULL_SCHEMA::indexOf);
    fields.put(RemoveFile.FULL_SCHEMA.indexOf("deletionTimestamp"), deletionTimestamp);
    fields.put(RemoveFile.FULL_SCHEMA.indexOf("extendedFileMetadata"), true);
    return SingleAction.createRemoveFileSingleAction(
        new GenericRow(RemoveFile.FULL_SCHEMA, fields));
  }

  private static Map<Integer, Object> common(
      DataFile file, boolean dataChange, java.util.function.ToIntFunction<String> ordinal) {
    Map<Integer, Object> fields = new HashMap<>();
    fields.put(ordinal.applyAsInt("path"), file.path());
    fields.put(
        ordinal.applyAsInt("partitionValues"),
        VectorUtils.stringStringMapValue(file.partitionValues()));
    fields.put(ordinal.applyAsInt("size"), file.size());
    fields.put(ordinal.applyAsInt("dataChange"), dataChange);
    if (file.statistics() != null) {
      fields.put(ordinal.applyAsInt("stats"), file.statistics());
    }
    if (file.deletionVector() != null) {
      fields.put(ordinal.applyAsInt("deletionVector"), toDescriptor(file.deletionVector()).toRow());
    }
    return fields;
  }

  static DataFile fromAdd(Row row) {
    AddFile add = new AddFile(row);
    return new DataFile(
        add.getPath(),
        add.getSize(),
        add.getModificationTime(),
        toMap(Optional.of(add.getPartitionValues())),
        add.getStatsJson().orElse(null),
        toVector(add.getDeletionVector()));
  }

  static DataFile fromRemove(Row row) {
    RemoveFile remove = new RemoveFile(row);
    return new DataFile(
        remove.getPath(),
        remove.getSize().orElse(0L),
        remove.getDeletionTimestamp().orElse(0L),
        toMap(remove.getPartitionValues()),
        remove.getStatsJson().orElse(null),
        toVector(remove.getDeletionVector()));
  }

  static DeletionVectorDescriptor toDescriptor(DeletionVector vector) {
    return new DeletionVectorDescriptor(
        vector.storageType(),
        vector.pathOrInlineDv(),
        Optional.ofNullable(vector.offset()),
        vector.sizeInBytes(),
        vector.cardinality());
  }

  @Nullable
  private static DeletionVector toVector(Optional<DeletionVectorDescriptor> descriptor) {
    return descriptor
        .map(
            found ->
                new DeletionVector(
                    found.getStorageType(),
                    found.getPathOrInlineDv(),
                    found.getOffset().orElse(null),
                    found.getSizeInBytes(),
                    found.getCardinality()))
        .orElse(null);
  }

  private static Map<String, String> toMap(Optional<MapValue> value) {
    Map<String, String> map = new LinkedHashMap<>();
    value.ifPresent(
        found -> {
          ColumnVector keys = found.getKeys();
          ColumnVector values = found.getValues();
          for (int i = 0; i < found.getSize(); i++) {
            map.put(keys.getString(i), values.isNullAt(i) ? null : values.getString(i));
          }
        });
    return map;
  }
}
