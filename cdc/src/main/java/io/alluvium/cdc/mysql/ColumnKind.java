package io.alluvium.cdc.mysql;

/** The kinds of columns, by how their values are stored and what becomes of them in bronze. */
enum ColumnKind {
  TINYINT,
  SMALLINT,
  MEDIUMINT,
  INT,
  BIGINT,
  FLOAT,
  DOUBLE,
  DECIMAL,
  BIT,
  YEAR,
  DATE,
  TIME,
  DATETIME,
  TIMESTAMP,
  TEXT,
  BINARY,
  ENUM,
  SET,
  JSON,
  GEOMETRY
}
