package io.alluvium.models.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;

/**
 * What the planner makes of a statement, as far as its text tells. Two that are equal give the same
 * rows, if their functions are the same.
 */
public final class QueryPlan {
  private static final Pattern OPTIMIZED =
      Pattern.compile("== Optimized Physical Plan ==\\n(.*?)\\n\\n", Pattern.DOTALL);
  private static final Pattern AGGREGATES = Pattern.compile("select=\\[(.*?)\\](?:,|\\))");
  private static final Pattern CALL = Pattern.compile("[A-Za-z_]+\\([^()]*\\) AS (\\w[\\w$]*)");

  /** Those whose state a retention takes, in the words of the plan. */
  private static final List<String> KEEPING =
      List.of(
          " GroupAggregate(",
          " GlobalGroupAggregate(",
          " Join(",
          " Rank(",
          " Deduplicate(",
          " ChangelogNormalize(",
          " OverAggregate(");

  /** Those that treat each row by itself. */
  private static final Set<String> STATELESS =
      Set.of("TableSourceScan", "Calc", "Correlate", "Union", "WatermarkAssigner", "Exchange");

  private static final Pattern OPERATOR =
      Pattern.compile("^[\\s:+|-]*(\\w+)\\(", Pattern.MULTILINE);
  private static final Pattern SCAN =
      Pattern.compile("TableSourceScan\\(table=\\[\\[(\\w+, [^,\\]]+, [^,\\]]+)");

  private final String physical;

  private QueryPlan(String physical) {
    this.physical = physical;
  }

  public static QueryPlan of(TableEnvironment tables, String statement) {
    String text = tables.explainSql(statement, ExplainDetail.CHANGELOG_MODE);
    Matcher optimized = OPTIMIZED.matcher(text + "\n\n");
    if (!optimized.find()) {
      throw new IllegalStateException("no physical plan in: " + text);
    }
    return new QueryPlan(optimized.group(1));
  }

  /** Whether windows of event time close, after which Flink drops what comes late. */
  boolean hasClosingWindows() {
    return physical.contains("WindowAggregate(")
        || physical.contains("WindowRank(")
        || physical.contains("WindowDeduplicate(")
        || physical.contains("WindowJoin(");
  }

  /** Of an INSERT statement: whether its query only ever adds rows. */
  boolean addsRowsOnly() {
    String[] lines = physical.split("\n");
    return lines.length > 1 && lines[1].contains("changelogMode=[I]");
  }

  /** Of an INSERT statement: whether the query's rows are not one for each key of the table. */
  boolean hasAnotherKeyThanTheTable() {
    return physical.contains("upsertMaterialize=[true]");
  }

  /** Whether each row is treated by itself, and only gives rows. */
  public boolean keepsNothing() {
    return physical.lines().findFirst().orElse("").contains("changelogMode=[I]")
        && OPERATOR.matcher(physical).results().allMatch(one -> STATELESS.contains(one.group(1)));
  }

  /** The tables that are read, each as often as it is. */
  public List<String> tables() {
    return SCAN.matcher(physical).results().map(scan -> scan.group(1)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryPlan plan && plan.physical.equals(physical);
  }

  @Override
  public int hashCode() {
    return physical.hashCode();
  }

  /** What goes wrong when state expires, such as {@code total of GroupAggregate}. */
  List<String> expiring() {
    List<String> expiring = new ArrayList<>();
    for (String line : physical.split("\n")) {
      String padded = " " + line.replaceFirst("^[\\s:+|-]*", "");
      for (String operator : KEEPING) {
        if (padded.startsWith(operator)) {
          expiring.add(described(padded, operator.strip().replace("(", "")));
        }
      }
    }
    return expiring.stream().distinct().toList();
  }

  private static String described(String line, String operator) {
    Matcher select = AGGREGATES.matcher(line);
    List<String> names = new ArrayList<>();
    if (operator.contains("Aggregate") && select.find()) {
      Matcher call = CALL.matcher(select.group(1));
      while (call.find()) {
        if (!call.group(1).contains("$")) {
          names.add(call.group(1));
        }
      }
    }
    String plain = operator.replace("Global", "");
    return names.isEmpty() ? plain : String.join(", ", names) + " (" + plain + ")";
  }
}
