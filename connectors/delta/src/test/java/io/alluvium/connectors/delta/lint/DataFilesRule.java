package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.delta.lint.TableSchema.Column;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The active files of the latest version are there, and their rows are within the statistics. */
final class DataFilesRule implements StateRule {
  private static final String RULE = "data files";

  private final Path table;
  private final ParquetFiles parquet;

  DataFilesRule(Path table, ParquetFiles parquet) {
    this.table = table;
    this.parquet = parquet;
  }

  @Override
  public void check(long version, TableState after, Findings findings) throws IOException {
    TableSchema schema = TableSchema.of(after.metaData());
    for (JsonNode add : after.active().values()) {
      checkVectorFile(version, add, findings);
      Path file = file(add.path("path").asText());
      if (file == null || !Files.exists(file)) {
        findings.add(version, RULE, add.path("path").asText() + " does not exist");
      } else {
        if (Files.size(file) != add.path("size").asLong()) {
          findings.add(
              version,
              RULE,
              file.getFileName() + " has " + Files.size(file) + " bytes, not " + add.path("size"));
        }
        checkRows(version, schema, file, add, findings);
      }
    }
  }

  /** Null where the path is no URI of a file. */
  private Path file(String path) {
    try {
      String decoded = new URI(path).getPath();
      return decoded == null ? null : table.resolve(decoded);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private void checkVectorFile(long version, JsonNode add, Findings findings) {
    JsonNode descriptor = add.path("deletionVector");
    String storage = descriptor.path("storageType").asText();
    if (!storage.equals("u") && !storage.equals("p")) {
      return;
    }
    try {
      Path file = VectorBytes.file(table, storage, descriptor.path("pathOrInlineDv").asText());
      if (!Files.exists(file)) {
        findings.add(
            version,
            RULE,
            file.getFileName() + " does not exist, the vector of " + add.path("path"));
      }
    } catch (BrokenVectorException e) {
      findings.add(version, RULE, add.path("path").asText() + ": " + e.getMessage());
    }
  }

  private void checkRows(
      long version, TableSchema schema, Path file, JsonNode add, Findings findings) {
    try {
      List<Check> checks = checks(schema, file, add);
      List<Long> values = parquet.aggregate(file, checks.stream().map(Check::expression).toList());
      for (int i = 0; i < checks.size(); i++) {
        if (values.get(i) != checks.get(i).expected()) {
          findings.add(
              version,
              RULE,
              file.getFileName()
                  + ": "
                  + checks.get(i).failure().replace("{}", "" + values.get(i)));
        }
      }
    } catch (IOException e) {
      findings.add(version, RULE, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * An aggregate over the file's rows.
   *
   * @param failure with braces for the value found
   */
  private record Check(String expression, long expected, String failure) {}

  private List<Check> checks(TableSchema schema, Path file, JsonNode add) throws IOException {
    JsonNode stats = StatsOfAdd.parse(add);
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("0", 0, ""));
    if (stats.has("numRecords")) {
      long rows = stats.get("numRecords").asLong();
      checks.add(new Check("count(*)", rows, "holds {} rows, numRecords says " + rows));
    }
    boolean vector = add.hasNonNull("deletionVector");
    boolean tight = stats.path("tightBounds").asBoolean(true);
    if (vector && tight) {
      // Only the rows that are left need to be within: not known without applying the vector.
      return checks;
    }
    List<String> present = parquet.columns(file);
    for (Column column : schema.columns()) {
      if (column.isPrimitive() && present.contains(column.name())) {
        addChecks(column, stats, vector, checks);
      }
    }
    return checks;
  }

  private static void addChecks(Column column, JsonNode stats, boolean vector, List<Check> checks) {
    String name = column.name();
    String identifier = ParquetFiles.identifier(name);
    JsonNode nulls = stats.path("nullCount").path(name);
    if (nulls.isIntegralNumber() && !vector) {
      checks.add(
          new Check(
              "count(*) - count(" + identifier + ")",
              nulls.asLong(),
              "column " + name + " has {} nulls, nullCount says " + nulls));
    }
    String type = column.type().asText();
    JsonNode least = stats.path("minValues").path(name);
    bound(type, least, false)
        .ifPresent(
            bound ->
                checks.add(
                    new Check(
                        "count(*) FILTER (WHERE " + value(type, identifier) + " < " + bound + ")",
                        0,
                        "column " + name + " has {} values below its least, " + least)));
    JsonNode greatest = stats.path("maxValues").path(name);
    bound(type, greatest, true)
        .ifPresent(
            bound ->
                checks.add(
                    new Check(
                        "count(*) FILTER (WHERE " + value(type, identifier) + " > " + bound + ")",
                        0,
                        "column " + name + " has {} values above its greatest, " + greatest)));
  }

  private static String value(String type, String identifier) {
    return type.startsWith("timestamp") ? "epoch_us(" + identifier + ")" : identifier;
  }

  private static Optional<String> bound(String type, JsonNode bound, boolean greatest) {
    if (bound.isMissingNode() || bound.isNull() || !PrimitiveValues.isBound(type, bound)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case "string" -> ParquetFiles.text(bound.asText());
          case "date" -> "DATE " + ParquetFiles.text(bound.asText());
          case "timestamp" -> micros(OffsetDateTime.parse(bound.asText()), greatest);
          case "timestamp_ntz" ->
              micros(LocalDateTime.parse(bound.asText()).atOffset(ZoneOffset.UTC), greatest);
          case "float" -> "CAST(" + ParquetFiles.text(bound.asText()) + " AS FLOAT)";
          case "double" -> "CAST(" + ParquetFiles.text(bound.asText()) + " AS DOUBLE)";
          default -> bound.decimalValue().toPlainString();
        });
  }

  /** Times are cut to milliseconds, the greatest too. */
  private static String micros(OffsetDateTime bound, boolean greatest) {
    long micros = ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), bound);
    return Long.toString(greatest ? micros + 999 : micros);
  }
}
