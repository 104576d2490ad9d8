package io.alluvium.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.junit.jupiter.api.Test;

/**
 * Random documents, damaged ones among them: the quick reader of flat records gives what the parser
 * gives, and both give what a reference does that knows trees only.
 */
class JsonDecodersAgreeTest {
  private static final int DOCUMENTS = 20_000 * Integer.getInteger("alluvium.seeds", 1);
  private static final List<String> TYPES =
      List.of(
          "STRING",
          "DOUBLE",
          "BIGINT",
          "INT",
          "BOOLEAN",
          "DECIMAL(9, 2)",
          "FLOAT",
          "TIMESTAMP_LTZ(3)",
          "DATE",
          "STRING",
          "DOUBLE");
  private static final List<String> VALUES =
      List.of(
          "0",
          "-0",
          "-0.0",
          "1",
          "-17",
          "3.25",
          "0.1",
          "123456789012345678",
          "1234567890123456789",
          "0.30000000000000004",
          "9007199254740993.5",
          "1e3",
          "2.5E-3",
          "01",
          "1.",
          ".5",
          "-",
          "+1",
          "NaN",
          "true",
          "false",
          "null",
          "nul",
          "\"\"",
          "\"-\"",
          "\" Calm \"",
          "\"abc\"",
          "\"a\\u0062\\n\"",
          "\"ü€😀\"",
          "\"\u0001\"",
          "\"2024-02-29T01:02:03Z\"",
          "\"2024-02-29\"",
          "\"12.5\"",
          "[]",
          "[1,{\"x\":[2]}]",
          "{}",
          "{\"y\":1.50}");

  private final RecordDecoder both = new JsonRecordDecoder(columns(), true);
  private final RecordDecoder parser = new JsonRecordDecoder(columns(), false);
  private final ObjectMapper trees = new ObjectMapper();

  private static List<DeclaredColumn> columns() {
    List<DeclaredColumn> columns = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      boolean special = i >= 9;
      columns.add(
          new DeclaredColumn(
              "c" + i,
              ColumnTypes.parse(TYPES.get(i)),
              List.of("f" + i),
              false,
              Mismatch.RESCUE,
              special ? Set.of("-") : Set.of(),
              special ? Map.of("calm", "0") : Map.of(),
              i == 3,
              TimeForm.ISO,
              false,
              ""));
    }
    return columns;
  }

  @Test
  void agree() throws Exception {
    long seed = Long.getLong("alluvium.seed", 2026);
    Random random = new Random(seed);
    int rows = 0;
    int flat = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] bytes = document(random).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(10) == 0 && bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      GenericRowData one = new GenericRowData(TYPES.size());
      GenericRowData other = new GenericRowData(TYPES.size());
      String first = outcome(both, bytes, one);
      String second = outcome(parser, bytes, other);
      assertThat(first).as("seed %d: %s", seed, text).isEqualTo(second);
      if (!first.startsWith("!")) {
        assertThat(one).as("seed %d: %s", seed, text).isEqualTo(other);
        assertLikeTree(trees.readTree(bytes), one, first, text);
        rows++;
        flat += first.equals("null") ? 1 : 0;
      }
    }
    assertThat(rows).isGreaterThan(DOCUMENTS / 4);
    assertThat(flat).isGreaterThan(DOCUMENTS / 20);
  }

  /** What is rescued, or the reason with a mark before it. */
  private static String outcome(RecordDecoder decoder, byte[] bytes, GenericRowData row) {
    try {
      return String.valueOf(decoder.decode(bytes, 0, bytes.length, row));
    } catch (UnreadableRecordException e) {
      return "!" + e.errorClass() + e.getMessage();
    }
  }

  /** Each field is in its column or rescued, and the columns hold what the tree says. */
  private void assertLikeTree(JsonNode tree, GenericRowData row, String rescued, String text)
      throws Exception {
    ObjectNode rest =
        rescued.equals("null") ? trees.createObjectNode() : (ObjectNode) trees.readTree(rescued);
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      JsonNode value = field.getValue();
      int column =
          field.getKey().matches("f\\d+") ? Integer.parseInt(field.getKey().substring(1)) : -1;
      if (column < 0 || column >= TYPES.size()) {
        assertThat(rest.get(field.getKey())).as(text).isEqualTo(value);
        continue;
      }
      Object found = row.getField(column);
      if (found == null
          && !value.isNull()
          && !(column >= 9 && value.asText().strip().equals("-"))) {
        assertThat(rest.get(field.getKey())).as(text).isEqualTo(value);
      } else if (found instanceof StringData string && column == 0) {
        assertThat(string.toString())
            .as(text)
            .isEqualTo(value.isNumber() ? string.toString() : value.asText());
      } else if (found instanceof Double number && column == 1) {
        assertThat(number).as(text).isEqualTo(value.asDouble());
      } else if (found instanceof Long number) {
        assertThat(number).as(text).isEqualTo(value.asLong());
      } else if (found instanceof Boolean truth) {
        assertThat(truth).as(text).isEqualTo(value.asBoolean());
      }
    }
  }

  private static String document(Random random) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      if (random.nextInt(3) > 0) {
        fields.add("f" + i);
      }
    }
    if (random.nextInt(4) == 0) {
      fields.add("unknown");
    }
    if (random.nextInt(20) == 0 && !fields.isEmpty()) {
      fields.add(fields.get(0));
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(fields, random);
    }
    StringBuilder json = new StringBuilder("{");
    String blank = random.nextInt(3) == 0 ? " " : "";
    for (String field : fields) {
      json.append(json.length() > 1 ? "," : "").append(blank).append('"').append(field);
      json.append('"').append(blank).append(':').append(blank);
      json.append(fitting(field, random)).append(blank);
    }
    return json.append('}').append(blank).toString();
  }

  /** Mostly a value of the field's type, so that whole records fit. */
  private static String fitting(String field, Random random) {
    if (random.nextInt(12) == 0 || !field.startsWith("f")) {
      return VALUES.get(random.nextInt(VALUES.size()));
    }
    return switch (TYPES.get(Integer.parseInt(field.substring(1)))) {
      case "STRING" -> "\"t" + random.nextInt(1000) + "\"";
      case "DOUBLE", "FLOAT" -> String.valueOf(random.nextInt(100_000) / 100.0);
      case "BOOLEAN" -> String.valueOf(random.nextBoolean());
      case "DECIMAL(9, 2)" -> random.nextInt(1000) + ".5";
      case "TIMESTAMP_LTZ(3)" -> "\"2024-02-29T01:02:0" + random.nextInt(10) + "Z\"";
      case "DATE" -> "\"2024-02-2" + random.nextInt(10) + "\"";
      default -> String.valueOf(random.nextInt());
    };
  }
}
