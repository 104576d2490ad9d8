package io.alluvium.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.benchmarks.measure.Spread;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints the results, one line each. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Report() {}

  public static void printText(List<Line> lines, PrintWriter out) {
    for (Line line : lines) {
      out.println(text(line));
    }
  }

  private static String text(Line line) {
    Spread value = line.value();
    String must =
        line.must() == null
            ? ""
            : "  must " + line.must() + (line.isMet() ? "  met" : "  FALLS SHORT");
    return String.format(
            Locale.ROOT,
            "%-13s %-34s %8.3f (%.3f to %.3f) %s%s  %s",
            line.leg(),
            line.name(),
            value.median(),
            value.least(),
            value.greatest(),
            line.unit(),
            must,
            line.remark())
        .stripTrailing();
  }

  public static void printJson(List<Line> lines, PrintWriter out) {
    ArrayNode array = JSON.createArrayNode();
    for (Line line : lines) {
      ObjectNode node = array.addObject();
      node.put("leg", line.leg());
      node.put("name", line.name());
      node.put("median", line.value().median());
      node.put("least", line.value().least());
      node.put("greatest", line.value().greatest());
      node.put("unit", line.unit());
      if (line.must() != null) {
        node.put("must", line.must().toString());
        node.put("met", line.isMet());
      }
      node.put("remark", line.remark());
    }
    out.println(array);
  }
}
