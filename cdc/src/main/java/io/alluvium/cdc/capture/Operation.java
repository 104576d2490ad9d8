package io.alluvium.cdc.capture;

import org.apache.flink.table.data.StringData;

/** What happened to a row. */
public enum Operation {
  /** It was there when the table was read. */
  SNAPSHOT("r"),
  INSERT("c"),
  UPDATE("u"),
  DELETE("d"),
  /** All rows of the table were removed; the change has no row. */
  TRUNCATE("t");

  private final String code;
  private final StringData data;

  Operation(String code) {
    this.code = code;
    this.data = StringData.fromString(code);
  }

  /** As bronze names it. */
  public String code() {
    return code;
  }

  /** {@link #code()} in Flink's internal form. */
  public StringData data() {
    return data;
  }

  /** The operation of a code, as Debezium uses them too. */
  public static Operation of(String code) {
    for (Operation operation : values()) {
      if (operation.code.equals(code)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("There is no operation '" + code + "'");
  }
}
