package io.alluvium.ingest.files;

/** How the records of a file are encoded. */
public enum FileFormat {
  CSV,
  JSON,
  PARQUET,
  AVRO
}
