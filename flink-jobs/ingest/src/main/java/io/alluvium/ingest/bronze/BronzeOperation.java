package io.alluvium.ingest.bronze;

import org.apache.flink.table.data.StringData;

/** What happened to a row at its source: the values of {@code _op}. */
public enum BronzeOperation {
  /** Was there when the source was first read as a whole. */
  SNAPSHOT("r"),
  CREATE("c"),
  UPDATE("u"),
  DELETE("d");

  private final StringData code;

  BronzeOperation(String code) {
    this.code = StringData.fromString(code);
  }

  public StringData code() {
    return code;
  }
}
