package io.alluvium.ingest.files;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.bronze.BronzeColumn;
import io.alluvium.ingest.bronze.BronzeSchema;
import io.alluvium.ingest.definition.ColumnDefinitions;
import io.alluvium.ingest.folder.FolderDefinition;
import io.alluvium.ingest.record.DeclaredColumn;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.Nullable;

/** Reads the definition of files that land in a folder. */
final class FilesDefinition {
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
    return new FilesSettings(
        FolderDefinition.read(definition),
        format,
        format == FileFormat.CSV ? csv() : null,
        columns,
        source
            .get("max-record-bytes")
            .map(value -> Math.toIntExact(value.bytes().getBytes()))
            .orElse(MAX_RECORD_BYTES));
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
