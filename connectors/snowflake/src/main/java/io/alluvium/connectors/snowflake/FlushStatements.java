package io.alluvium.connectors.snowflake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements of one flush, which run as one transaction and in one request. */
final class FlushStatements {
  private static final String FILE_FORMAT =
      "FILE_FORMAT = (TYPE = CSV COMPRESSION = GZIP FIELD_OPTIONALLY_ENCLOSED_BY = '\"' NULL_IF = ()"
          + " EMPTY_FIELD_AS_NULL = TRUE ESCAPE_UNENCLOSED_FIELD = NONE ESCAPE = NONE BINARY_FORMAT"
          + " = BASE64 ENCODING = 'UTF8')";

  private final TableLayout layout;

  FlushStatements(TableLayout layout) {
    this.layout = layout;
  }

  /** The name of a batch's file within the stage's folder of the table. */
  static String fileName(Batch batch) {
    return batch.id() + ".csv.gz";
  }

  /** Begins with BEGIN and ends with COMMIT. */
  List<String> of(Batch batch) {
    return of(batch, List.of());
  }

  /**
   * Also removes what nobody needs any more.
   *
   * @param tombstones how long they are kept
   */
  List<String> withCleaning(Batch batch, Duration tombstones) {
    return of(
        batch,
        List.of(
            "DELETE FROM " + layout.load() + " WHERE \"_BATCH\" <> " + id(batch),
            "DELETE FROM "
                + layout.rows()
                + " WHERE \"_DELETED\" AND \"_WRITTEN_AT\" < DATEADD('SECOND', -"
                + tombstones.toSeconds()
                + ", CURRENT_TIMESTAMP())"));
  }

  private List<String> of(Batch batch, List<String> cleaning) {
    List<String> statements = new ArrayList<>();
    statements.add("BEGIN TRANSACTION");
    if (batch.rows() > 0) {
      statements.add(copy(batch));
      statements.add(merge(batch));
    }
    if (!batch.deadLetters().isEmpty()) {
      statements.add(deadLetters(batch));
    }
    statements.add(ledger(batch));
    statements.addAll(cleaning);
    statements.add("COMMIT");
    return statements;
  }

  private static String id(Batch batch) {
    return Identifiers.text(batch.id());
  }

  private String notApplied(Batch batch) {
    return "NOT EXISTS (SELECT 1 FROM " + layout.ledger() + " WHERE BATCH = " + id(batch) + ")";
  }

  /** With FORCE: whether a batch counts is the ledger's to say, not the history of files. */
  private String copy(Batch batch) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < layout.columns().size(); i++) {
      values.add(String.format(layout.columns().get(i).type().load(), "$" + (i + 1)));
    }
    int next = layout.columns().size() + 1;
    values.add("$" + next + "::NUMBER(19,0)");
    values.add("$" + (next + 1) + "::BOOLEAN");
    values.add(id(batch));
    return "COPY INTO "
        + layout.load()
        + " ("
        + names(Stream.of("_VERSION", "_DELETED", "_BATCH"))
        + ") FROM (SELECT "
        + String.join(", ", values)
        + " FROM @"
        + layout.stage()
        + "/"
        + layout.view()
        + "/"
        + fileName(batch)
        + ") "
        + FILE_FORMAT
        + " ON_ERROR = ABORT_STATEMENT PURGE = TRUE FORCE = TRUE";
  }

  private String names(Stream<String> own) {
    return Stream.concat(layout.columns().stream().map(TableColumn::name), own)
        .map(Identifiers::quoted)
        .collect(Collectors.joining(", "));
  }

  /** A change counts only if it is newer than what is there. */
  private String merge(Batch batch) {
    String on =
        layout.keys().stream()
            .map(key -> "T." + key.quoted() + " = S." + key.quoted())
            .collect(Collectors.joining(" AND "));
    String set =
        layout.columns().stream()
            .filter(column -> !column.isKey())
            .map(column -> column.quoted() + " = S." + column.quoted() + ", ")
            .collect(Collectors.joining());
    String values =
        layout.columns().stream()
            .map(column -> "S." + column.quoted())
            .collect(Collectors.joining(", "));
    return "MERGE INTO "
        + layout.rows()
        + " T USING (SELECT "
        + names(Stream.of("_VERSION", "_DELETED"))
        + " FROM "
        + layout.load()
        + " WHERE \"_BATCH\" = "
        + id(batch)
        + " AND "
        + notApplied(batch)
        + ") S ON "
        + on
        + " WHEN MATCHED AND CASE WHEN S.\"_VERSION\" IS NULL OR T.\"_VERSION\" IS NULL OR"
        + " S.\"_VERSION\" = T.\"_VERSION\" THEN T.\"_EPOCH\" < "
        + batch.epoch()
        + " ELSE S.\"_VERSION\" > T.\"_VERSION\" END THEN UPDATE SET "
        + set
        + "\"_VERSION\" = COALESCE(S.\"_VERSION\", T.\"_VERSION\"), \"_EPOCH\" = "
        + batch.epoch()
        + ", \"_DELETED\" = S.\"_DELETED\", \"_WRITTEN_AT\" = CURRENT_TIMESTAMP()"
        + " WHEN NOT MATCHED THEN INSERT ("
        + names(Stream.of("_VERSION", "_EPOCH", "_DELETED", "_WRITTEN_AT"))
        + ") VALUES ("
        + values
        + ", S.\"_VERSION\", "
        + batch.epoch()
        + ", S.\"_DELETED\", CURRENT_TIMESTAMP())";
  }

  private String deadLetters(Batch batch) {
    String letters =
        batch.deadLetters().stream()
            .map(
                letter ->
                    "SELECT "
                        + Identifiers.text(letter.key())
                        + " AS ROW_KEY, "
                        + Identifiers.text(letter.column())
                        + " AS COLUMN_NAME, "
                        + Identifiers.text(letter.reason())
                        + " AS REASON")
            .collect(Collectors.joining(" UNION ALL "));
    return "INSERT INTO "
        + layout.deadLetters()
        + " (TABLE_NAME, BATCH, ROW_KEY, COLUMN_NAME, REASON, WRITTEN_AT) SELECT "
        + Identifiers.text(layout.view())
        + ", "
        + id(batch)
        + ", D.ROW_KEY, D.COLUMN_NAME, D.REASON, CURRENT_TIMESTAMP() FROM ("
        + letters
        + ") D WHERE "
        + notApplied(batch);
  }

  /**
   * Once for each batch: MERGE, before it, has locked the table. Where COPY has not loaded all rows
   * of the file, the count is null, which the column refuses.
   */
  private String ledger(Batch batch) {
    return "INSERT INTO "
        + layout.ledger()
        + " (BATCH, TABLE_NAME, EPOCH, ROW_COUNT, APPLIED_AT) SELECT "
        + id(batch)
        + ", "
        + Identifiers.text(layout.view())
        + ", "
        + batch.epoch()
        + ", IFF(C.N = "
        + batch.rows()
        + ", C.N, NULL), CURRENT_TIMESTAMP() FROM (SELECT COUNT(*) AS N FROM "
        + layout.load()
        + " WHERE \"_BATCH\" = "
        + id(batch)
        + ") C WHERE "
        + notApplied(batch);
  }
}
