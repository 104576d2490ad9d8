package io.alluvium.ingest.streams;

import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * A column that a table is partitioned by.
 *
 * @param name of the column
 * @param dateOf the column of a time whose day in UTC it is, one of the row's own columns; null
 *     where the column is a declared one
 */
public record PartitionColumn(String name, @Nullable String dateOf) implements Serializable {
  boolean isDerived() {
    return dateOf != null;
  }
}
