package io.alluvium.ingest.record;

import io.alluvium.ingest.bronze.BronzeColumn;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * A column that a definition declares, and how its value is found and read in a record.
 *
 * @param name of the column
 * @param type of the column; {@link ColumnTypes} tells which there are
 * @param path names of the fields that lead to the value, the outermost first
 * @param required whether a record without a value is a dead letter; blank text is none
 * @param mismatch what becomes of a value that does not fit; a required column always rejects
 * @param nullValues texts that mean null, in lower case and stripped
 * @param valueMap texts, in lower case and stripped, and what is read in their place; the original
 *     is kept in {@code _rescued}
 * @param textAccepted whether a text is read as the number, truth value or other type that it
 *     spells where the format has types of its own, as JSON does
 * @param time how a text or a number is read as a time
 * @param json whether the value is kept as JSON text, whatever it is
 * @param description of the column
 */
public record DeclaredColumn(
    String name,
    LogicalType type,
    List<String> path,
    boolean required,
    Mismatch mismatch,
    Set<String> nullValues,
    Map<String, String> valueMap,
    boolean textAccepted,
    TimeForm time,
    boolean json,
    String description)
    implements Serializable {
  public DeclaredColumn {
    type = type.copy(true);
    path = List.copyOf(path);
    nullValues = nullValues.stream().map(DeclaredColumn::folded).collect(Collectors.toSet());
    Map<String, String> folded = new TreeMap<>();
    valueMap.forEach((from, to) -> folded.put(folded(from), to));
    valueMap = new LinkedHashMap<>(folded);
  }

  /** A column of a field of its own name, optional, whose misfits are rescued. */
  public static DeclaredColumn of(String name, LogicalType type) {
    return new DeclaredColumn(
        name,
        type,
        List.of(name),
        false,
        Mismatch.RESCUE,
        Set.of(),
        Map.of(),
        false,
        TimeForm.ISO,
        false,
        "");
  }

  public BronzeColumn toBronze() {
    return new BronzeColumn(name, type, description);
  }

  /** The path as people write it. */
  public String field() {
    return String.join(".", path);
  }

  boolean rejects() {
    return required || mismatch == Mismatch.REJECT;
  }

  /** Whether texts have to be looked at before they are read. */
  boolean hasSpecialTexts() {
    return !nullValues.isEmpty() || !valueMap.isEmpty();
  }

  boolean isNull(String text) {
    return !nullValues.isEmpty() && nullValues.contains(folded(text));
  }

  /** What is read in the text's place; null for the text itself. */
  @Nullable
  String mapped(String text) {
    return valueMap.isEmpty() ? null : valueMap.get(folded(text));
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
