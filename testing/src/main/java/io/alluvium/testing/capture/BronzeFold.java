package io.alluvium.testing.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.testing.LakeTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rows of a bronze table amount to: the table of the source as it was after the last
 * change. By its key, or by whole rows where it has none.
 */
public final class BronzeFold {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In {@code _rescued}: columns whose value an update left alone and the log does not have. */
  private static final String UNAVAILABLE = "_unavailable";

  private final LakeTable bronze;
  private final List<SourceTable.Column> columns;
  private final List<String> key;

  public BronzeFold(LakeTable bronze, SourceTable table) {
    this.bronze = bronze;
    this.columns = table.columns();
    this.key = table.key();
  }

  public List<Map<String, String>> rows() throws Exception {
    List<Map<String, Object>> changes = bronze.rows();
    // By sequence; of a changed key the delete comes first.
    changes.sort(
        Comparator.comparing((Map<String, Object> row) -> (Long) row.get("_sequence"))
            .thenComparing(row -> row.get("_op").equals("d") ? 0 : 1));
    Map<String, List<Map<String, String>>> current = new LinkedHashMap<>();
    Map<String, String> replaced = null;
    for (Map<String, Object> change : changes) {
      replaced = apply(change, current, replaced);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    current.values().forEach(rows::addAll);
    rows.sort(Comparator.comparing(Map::toString));
    return rows;
  }

  /** Returns the row that the change took away, for an insert under another key that follows. */
  private Map<String, String> apply(
      Map<String, Object> change,
      Map<String, List<Map<String, String>>> current,
      Map<String, String> deletedBefore)
      throws JsonProcessingException {
    String op = (String) change.get("_op");
    if (op.equals("t")) {
      current.clear();
      return null;
    }
    Map<String, String> row = row(change);
    if (op.equals("d")) {
      return remove(row, current);
    }
    Map<String, String> before =
        op.equals("u") ? remove(key.isEmpty() ? before(change) : row, current) : deletedBefore;
    carryOver(change, before, row);
    List<Map<String, String>> alike =
        current.computeIfAbsent(identity(row), unseen -> new ArrayList<>());
    if (!key.isEmpty()) {
      // Also a change of the time of the snapshot, which the snapshot may hold.
      alike.clear();
    }
    alike.add(row);
    return null;
  }

  private static void carryOver(
      Map<String, Object> change, Map<String, String> before, Map<String, String> row)
      throws JsonProcessingException {
    String rescued = (String) change.get("_rescued");
    if (rescued != null && before != null) {
      for (JsonNode column : JSON.readTree(rescued).path(UNAVAILABLE)) {
        row.put(column.asText(), before.get(column.asText()));
      }
    }
  }

  private Map<String, String> remove(
      Map<String, String> row, Map<String, List<Map<String, String>>> current) {
    List<Map<String, String>> alike = current.get(identity(row));
    return alike == null || alike.isEmpty() ? null : alike.remove(0);
  }

  private String identity(Map<String, String> row) {
    if (key.isEmpty()) {
      return row.toString();
    }
    return key.stream().map(row::get).toList().toString();
  }

  private Map<String, String> before(Map<String, Object> change) throws JsonProcessingException {
    JsonNode before = JSON.readTree((String) change.get("_before"));
    Map<String, String> row = new TreeMap<>();
    for (SourceTable.Column column : columns) {
      JsonNode value = before.get(column.name());
      row.put(column.name(), value == null ? null : canonical(column, value));
    }
    return row;
  }

  private Map<String, String> row(Map<String, Object> change) throws JsonProcessingException {
    String rescued = (String) change.get("_rescued");
    JsonNode more = rescued == null ? JSON.createObjectNode() : JSON.readTree(rescued);
    Map<String, String> row = new TreeMap<>();
    for (SourceTable.Column column : columns) {
      String name = column.name().replaceAll("[ ,;{}()\\n\\t=]", "_");
      Object value = name.startsWith("_") ? null : change.get(name);
      if (more.has(column.name())) {
        row.put(column.name(), canonical(column, more.get(column.name())));
      } else {
        row.put(column.name(), value == null ? null : canonical(column, value));
      }
    }
    return row;
  }

  private static String canonical(SourceTable.Column column, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    Object value = json.isNumber() ? json.decimalValue().toPlainString() : json.asText();
    if (column.type().equals("timestamptz") && json.asText().endsWith("Z")) {
      value = Instant.parse(json.asText());
    } else if (column.type().equals("bytea")) {
      value = Base64.getDecoder().decode(json.asText());
    }
    return canonical(column, value);
  }

  private static String canonical(SourceTable.Column column, Object value) {
    String text =
        value instanceof Instant instant
            ? String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant))
            : value instanceof byte[] bytes
                ? HexFormat.of().formatHex(bytes)
                : column.type().equals("date") && value instanceof Integer day
                    ? LocalDate.ofEpochDay(day).toString()
                    : value.toString();
    return SourceRows.canonical(column, text);
  }
}
