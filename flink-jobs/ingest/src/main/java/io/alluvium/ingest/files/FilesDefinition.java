package io.alluvium.ingest.files;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.bronze.BronzeColumn;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.definition.ColumnDefinitions;
import io.alluvium.ingest.record.DeclaredColumn;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;

/** Reads the definition of files that land in a folder. */
final class FilesDefinition {
  private static final Duration LIST_EVERY = Duration.ofSeconds(2);
  private static final Duration REMEMBER = Duration.ofDays(7);
  private static final int MAX_RECORD_BYTES = 8 << 20;

  private final InletDefinition definition;
  private final DefinitionValue source;

  FilesDefinition(InletDefinition definition) {
    this.definition = definition;
    this.source = definition.root().required("source");
  }

  FilesSettings settings() {
    List<DeclaredColumn> columns = columns();
    return settings(columns);
  }

  /** Of a definition whose columns are not declared yet. */
  FilesSettings settings(List<DeclaredColumn> columns) {
    FileFormat format =
        FileFormat.valueOf(source.required("format").text().toUpperCase(Locale.ROOT));
    Optional<Duration> interval = definition.interval();
    Duration pace =
        source
            .get("list-every")
            .map(DefinitionValue::duration)
            .or(() -> interval)
            .orElse(LIST_EVERY);
    return new FilesSettings(
        folder(source.required("folder")),
        source.get("include").map(FilesDefinition::glob).orElse(null),
        format,
        format == FileFormat.CSV ? csv() : null,
        columns,
        source.get("ready").map(FilesDefinition::ready).orElse(new ReadyRule.Stable()),
        source.get("remember").map(DefinitionValue::duration).orElse(REMEMBER),
        source
            .get("replaced")
            .map(value -> FilesSettings.Replaced.valueOf(value.text().toUpperCase(Locale.ROOT)))
            .orElse(FilesSettings.Replaced.READ),
        source
            .get("max-record-bytes")
            .map(value -> Math.toIntExact(value.bytes().getBytes()))
            .orElse(MAX_RECORD_BYTES),
        pace,
        interval.isEmpty());
  }

  BronzeTarget target() {
    List<BronzeColumn> columns = columns().stream().map(DeclaredColumn::toBronze).toList();
    return definition.target(BronzeSchema.of(columns));
  }

  private List<DeclaredColumn> columns() {
    if (definition.root().get("columns").isEmpty()) {
      throw definition
          .root()
          .error(
              "field 'columns' is missing. 'alluvium ingest files <definition> --infer' proposes"
                  + " them from the files that are there.");
    }
    boolean csv = source.required("format").text().equals("csv");
    return ColumnDefinitions.read(definition.root()).stream()
        .map(column -> csv && !saysOtherwise() ? TextColumns.accepting(column) : column)
        .toList();
  }

  private boolean saysOtherwise() {
    return definition.root().get("values").flatMap(values -> values.get("accept-text")).isPresent();
  }

  private static String folder(DefinitionValue value) {
    String text = value.text();
    try {
      Path path = new Path(text);
      if (path.toUri().getScheme() == null) {
        path = new Path(java.nio.file.Path.of(text).toAbsolutePath().normalize().toUri());
      }
      String folder = path.makeQualified(path.getFileSystem()).toString();
      return folder.length() > 1 && folder.endsWith("/")
          ? folder.substring(0, folder.length() - 1)
          : folder;
    } catch (IOException | IllegalArgumentException e) {
      throw value.error("is no path that can be read here: " + e.getMessage());
    }
  }

  private static String glob(DefinitionValue value) {
    try {
      java.nio.file.FileSystems.getDefault().getPathMatcher("glob:" + value.text());
      return value.text();
    } catch (IllegalArgumentException e) {
      throw value.error("is no glob: " + e.getMessage());
    }
  }

  private static ReadyRule ready(DefinitionValue ready) {
    return switch (text(ready, "when", "stable")) {
      case "marker" -> new ReadyRule.Marker(text(ready, "marker", "_SUCCESS"));
      case "companion" -> new ReadyRule.Companion(text(ready, "suffix", ".done"));
      case "at-once" -> new ReadyRule.AtOnce();
      default -> new ReadyRule.Stable();
    };
  }

  private CsvSettings csv() {
    Optional<DefinitionValue> csv = source.get("csv");
    CsvSettings.Header header =
        CsvSettings.Header.valueOf(
            csv.map(value -> text(value, "header", "first-line"))
                .orElse("first-line")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_'));
    List<String> names =
        csv
            .flatMap(value -> value.get("fields"))
            .map(DefinitionValue::items)
            .orElse(List.of())
            .stream()
            .map(DefinitionValue::text)
            .toList();
    if (header != CsvSettings.Header.FIRST_LINE && names.isEmpty()) {
      throw csv.orElse(source)
          .error("with header given or replaced the names must be in 'fields', in their order");
    }
    return new CsvSettings(
        csv.map(value -> text(value, "delimiter", ",")).orElse(",").charAt(0),
        character(csv, "quote", "\""),
        character(csv, "escape", ""),
        character(csv, "comment", ""),
        csv.flatMap(value -> value.get("encoding")).map(FilesDefinition::charset).orElse("UTF-8"),
        header,
        names,
        csv.flatMap(value -> value.get("trim")).map(DefinitionValue::bool).orElse(false));
  }

  @Nullable
  private static Character character(Optional<DefinitionValue> csv, String field, String standard) {
    String text = csv.map(value -> text(value, field, standard)).orElse(standard);
    if (text.isEmpty()) {
      return null;
    }
    if (text.charAt(0) > '~') {
      throw csv.orElseThrow().required(field).error("must be an ASCII character");
    }
    return text.charAt(0);
  }

  private static String charset(DefinitionValue value) {
    try {
      return Charset.forName(value.text()).name();
    } catch (IllegalArgumentException e) {
      throw value.error("there is no encoding '" + value.text() + "'");
    }
  }

  private static String text(DefinitionValue parent, String field, String standard) {
    return parent.get(field).map(DefinitionValue::text).orElse(standard);
  }
}
