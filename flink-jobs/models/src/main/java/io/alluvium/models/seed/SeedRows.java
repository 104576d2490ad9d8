package io.alluvium.models.seed;

import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.project.ColumnProperties;
import io.alluvium.models.project.ConfigKey;
import io.alluvium.models.project.Seed;
import io.alluvium.models.project.Setting;
import io.alluvium.models.project.SqlTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/** A seed's columns and rows. */
public record SeedRows(RowType type, List<RowData> rows) {
  private static final char COMMA = ',';

  /**
   * @param folder the project's
   * @throws ModelException that names the line that is wrong
   */
  public static SeedRows read(Path folder, Seed seed) {
    List<CsvLines.Line> lines = CsvLines.read(seed.file(), text(folder, seed), delimiter(seed));
    if (lines.isEmpty()) {
      throw new ModelException(seed.file() + ", line 1: the first line must name the columns");
    }
    List<String> names = lines.get(0).values().stream().map(String::strip).toList();
    requireNames(seed, names);
    List<CsvLines.Line> data = lines.subList(1, lines.size());
    for (CsvLines.Line line : data) {
      if (line.values().size() != names.size()) {
        throw new ModelException(
            seed.file()
                + ", line "
                + line.number()
                + ": there are "
                + line.values().size()
                + " values, but "
                + names.size()
                + " columns");
      }
    }
    RowType type = type(seed, names, data);
    return new SeedRows(type, data.stream().map(line -> row(seed, type, line)).toList());
  }

  private static String text(Path folder, Seed seed) {
    try {
      return Files.readString(folder.resolve(seed.file()));
    } catch (java.io.IOException e) {
      throw new ModelException(seed.file() + " cannot be read as text in UTF-8: " + e, e);
    }
  }

  private static char delimiter(Seed seed) {
    Optional<Setting> setting = seed.config().setting(ConfigKey.DELIMITER);
    if (setting.isEmpty()) {
      return COMMA;
    }
    String text = setting.get().text().replace("\\t", "\t");
    if (text.length() != 1) {
      throw setting.get().error("must be one character");
    }
    return text.charAt(0);
  }

  private static void requireNames(Seed seed, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty() || !seen.add(name)) {
        throw new ModelException(
            seed.file()
                + ", line 1: "
                + (name.isEmpty() ? "a column has no name" : "column '" + name + "' is twice"));
      }
    }
    for (ColumnProperties column : seed.properties().columns()) {
      if (!names.contains(column.name())) {
        throw column
            .definition()
            .error(
                seed.file()
                    + " has no column '"
                    + column.name()
                    + "'"
                    + Similar.hint(column.name(), names));
      }
    }
  }

  private static RowType type(Seed seed, List<String> names, List<CsvLines.Line> data) {
    Map<String, LogicalType> given = givenTypes(seed, names);
    List<RowType.RowField> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      String name = names.get(i);
      LogicalType type =
          given.containsKey(name)
              ? given.get(name)
              : SeedType.infer(data.stream().map(line -> line.values().get(column)).toList());
      boolean isKey = seed.config().uniqueKey().contains(name);
      String comment =
          seed.config().persistsColumnDocs()
              ? seed.properties().column(name).map(ColumnProperties::description).orElse("")
              : "";
      fields.add(new RowType.RowField(name, type.copy(!isKey), comment.isEmpty() ? null : comment));
    }
    return new RowType(false, fields);
  }

  private static Map<String, LogicalType> givenTypes(Seed seed, List<String> names) {
    Map<String, LogicalType> types = new LinkedHashMap<>();
    seed.config()
        .setting(ConfigKey.COLUMN_TYPES)
        .ifPresent(
            setting ->
                setting
                    .map()
                    .forEach(
                        (name, type) -> {
                          if (!names.contains(name)) {
                            throw setting.error(
                                "names '"
                                    + name
                                    + "', which is no column of "
                                    + seed.file()
                                    + Similar.hint(name, names));
                          }
                          types.put(
                              name, stored(SqlTypes.parse(type.toString(), setting.origin())));
                        }));
    return types;
  }

  /** As a table keeps it: texts of any length, times in microseconds. */
  private static LogicalType stored(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> VarCharType.STRING_TYPE;
      case TIMESTAMP_WITHOUT_TIME_ZONE -> new TimestampType(6);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> new LocalZonedTimestampType(6);
      default -> type;
    };
  }

  private static RowData row(Seed seed, RowType type, CsvLines.Line line) {
    GenericRowData row = new GenericRowData(type.getFieldCount());
    for (int i = 0; i < type.getFieldCount(); i++) {
      String text = line.values().get(i);
      try {
        row.setField(i, SeedType.value(text, type.getTypeAt(i)));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new ModelException(
            seed.file()
                + ", line "
                + line.number()
                + ": '"
                + text
                + "' in column '"
                + type.getFieldNames().get(i)
                + "' is not "
                + type.getTypeAt(i).asSummaryString(),
            e);
      }
      if (row.isNullAt(i) && !type.getTypeAt(i).isNullable()) {
        throw new ModelException(
            seed.file()
                + ", line "
                + line.number()
                + ": column '"
                + type.getFieldNames().get(i)
                + "' is of the unique_key, but has no value");
      }
    }
    return row;
  }
}
