package io.alluvium.local.snowflake;

import java.util.List;

/** What a statement does, with the number that the driver knows it by. */
enum StatementKind {
  SELECT(0x1000),
  INSERT(0x3100),
  UPDATE(0x3200),
  DELETE(0x3300),
  MERGE(0x3400),
  COPY(0x3600),
  ALTER_SESSION(0x4100),
  USE(0x4300),
  BEGIN(0x5000),
  COMMIT(0x5000),
  ROLLBACK(0x5000),
  CREATE(0x6000),
  ALTER(0x6000),
  DROP(0x6000),
  PUT(0x7102),
  /** Of several statements in one request. */
  SEVERAL(0xA000);

  private final int number;

  StatementKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean changesRows() {
    return switch (this) {
      case INSERT, UPDATE, DELETE, MERGE, COPY -> true;
      default -> false;
    };
  }

  /** Such a statement ends the transaction under way, and is one by itself. */
  boolean isDefinition() {
    return this == CREATE || this == ALTER || this == DROP;
  }

  static StatementKind of(List<Token> tokens) {
    String first = tokens.get(0).text();
    String second = tokens.size() > 1 ? tokens.get(1).text() : "";
    return switch (first) {
      case "SELECT", "WITH" -> SELECT;
      case "INSERT" -> INSERT;
      case "UPDATE" -> UPDATE;
      case "DELETE" -> DELETE;
      case "MERGE" -> MERGE;
      case "COPY" -> COPY;
      case "USE" -> USE;
      case "BEGIN" -> BEGIN;
      case "START" -> BEGIN;
      case "COMMIT" -> COMMIT;
      case "ROLLBACK" -> ROLLBACK;
      case "CREATE" -> CREATE;
      case "ALTER" -> second.equals("SESSION") ? ALTER_SESSION : ALTER;
      case "DROP" -> DROP;
      default -> throw SnowflakeError.unsupported("the statement " + first);
    };
  }
}
