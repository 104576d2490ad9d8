package io.alluvium.interop.delta;

import java.util.List;

/** A kind of table that one engine writes and another reads. */
record TableKind(String name, Writer writer) {

  /** Writes the table. */
  interface Writer {
    void write(Engines engines, String table) throws Exception;
  }

  /** A table that Flink's SQL writes; {@code $t} stands for its name. */
  static TableKind flink(String name, String... statements) {
    return new TableKind(name, (engines, table) -> engines.inFlink(table, List.of(statements)));
  }

  /** A table that Spark's SQL writes; {@code $t} stands for its name. */
  static TableKind spark(String name, String... statements) {
    return new TableKind(name, (engines, table) -> engines.inSpark(table, List.of(statements)));
  }

  /** The table's name: the kind's, as an identifier. */
  String table() {
    return name.replaceAll("[^a-zA-Z0-9]+", "_");
  }

  @Override
  public String toString() {
    return name;
  }
}
