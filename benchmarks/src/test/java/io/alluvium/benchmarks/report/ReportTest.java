package io.alluvium.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.benchmarks.measure.Spread;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<Line> LINES =
      List.of(
          new Line("append", "alluvium", new Spread(2, 1.9, 2.1), "CPU s", null, "start 3.0"),
          new Line("append", "a / b", new Spread(0.5, 0.4, 0.6), "", Must.atMost(0.4), ""),
          new Line("append", "c / a", new Spread(0.5, 0.4, 0.6), "", Must.atLeast(0.45), ""));

  @Test
  void saysWhichMustFallsShort() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Report.printText(LINES, out);
    out.flush();

    assertThat(text.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("2.000 (1.900 to 2.100) CPU s") && !line.contains("must"))
        .anyMatch(line -> line.contains("a / b") && line.contains("must <= 0.40  FALLS SHORT"))
        .anyMatch(line -> line.contains("c / a") && line.contains("must >= 0.45  met"));
    assertThat(LINES).extracting(Line::isMet).containsExactly(true, false, true);
  }

  @Test
  void whatWasLostInNoiseMeetsNothing() {
    assertThat(Must.atMost(0.4).isMetBy(0.3)).isTrue();
    assertThat(Must.atMost(0.4).isMetBy(-32)).isFalse();
    assertThat(Must.atMost(0.4).isMetBy(0)).isFalse();
    assertThat(Must.atMost(0.4).isMetBy(Double.NaN)).isFalse();
  }

  @Test
  void printsOneJsonArray() throws Exception {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    Report.printJson(LINES, out);
    out.flush();

    JsonNode array = new ObjectMapper().readTree(text.toString());
    assertThat(array).hasSize(3);
    assertThat(array.get(0).has("must")).isFalse();
    assertThat(array.get(1).get("met").asBoolean()).isFalse();
    assertThat(array.get(2).get("median").asDouble()).isEqualTo(0.5);
  }
}
