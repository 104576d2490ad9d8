package io.alluvium.ingest.files;

import io.alluvium.ingest.record.DeclaredColumn;

/** Columns of formats that have only texts. */
final class TextColumns {
  private TextColumns() {}

  /** The column, which reads a text as the number or truth value that it spells. */
  static DeclaredColumn accepting(DeclaredColumn column) {
    return new DeclaredColumn(
        column.name(),
        column.type(),
        column.path(),
        column.required(),
        column.mismatch(),
        column.nullValues(),
        column.valueMap(),
        true,
        column.time(),
        column.json(),
        column.description());
  }
}
