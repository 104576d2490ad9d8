package io.alluvium.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
  @Test
  void linesEndInAnyWay() throws IOException {
    assertThat(read("a,b\rc,d\r\ne,f\ng,h"))
        .containsExactly(
            List.of("a", "b"), List.of("c", "d"), List.of("e", "f"), List.of("g", "h"));
  }

  @Test
  void emptyFieldsCountAndEmptyLinesDoNot() throws IOException {
    assertThat(read("\n,\r\r\n,,x\n\n")).containsExactly(List.of("", ""), List.of("", "", "x"));
  }

  @Test
  void quotesHoldCommasLineEndsAndQuotes() throws IOException {
    assertThat(read("\"City, County, State\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n"))
        .containsExactly(List.of("City, County, State", "say \"hi\""), List.of("two\nlines", ""));
  }

  @Test
  void fieldsMayCrossBuffers() throws IOException {
    String field = "x".repeat(20_000);

    assertThat(read(field + "," + field + "\r" + field + ",y"))
        .containsExactly(List.of(field, field), List.of(field, "y"));
  }

  @Test
  void quotesThatAreNeverClosedAreRefused() {
    assertThatThrownBy(() -> read("a,b\nc,\"d\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2");
  }

  private static List<List<String>> read(String text) throws IOException {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader reader = new CsvReader(new StringReader(text))) {
      for (String[] next = reader.next(); next != null; next = reader.next()) {
        records.add(List.of(next));
      }
    }
    return records;
  }
}
