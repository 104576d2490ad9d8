package io.alluvium.models.run;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;

/**
 * Gives every operator of a SQL job a uid that follows from what it does.
 *
 * <p>Of itself Flink derives the identity of a SQL operator from the shape of the whole job, so
 * that one more model would take the state of all others. Here it is a digest of the operator's
 * description and of those above it: it stays as long as the operator means the same, and a changed
 * operator starts anew together with what reads it, instead of going on with totals of another
 * meaning. The operators of connectors are known by their name, which holds the table's.
 */
public final class OperatorUids {
  /** The planner numbers its operators; the numbers are of no meaning. */
  private static final Pattern NUMBERED = Pattern.compile("^\\[\\d+]:(.*)$", Pattern.DOTALL);

  /** A scan of all columns, which reads some of them once the table has more. */
  private static final Pattern WHOLE_SCAN =
      Pattern.compile(
          "^(TableSourceScan\\(table=\\[\\[.*)]], fields=\\[([^]]*)](.*)$", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("\\[\\d+]");

  /** Projections and conditions. */
  private static final Pattern STATELESS = Pattern.compile("(^|/)Calc-[0-9a-f-]+(\\.\\d+)?$");

  private final Map<Transformation<?>, String> digests = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();

  private final String prefix;
  private final Predicate<String> isBuilder;

  private OperatorUids(String prefix, Predicate<String> isBuilder) {
    this.prefix = prefix;
    this.isBuilder = isBuilder;
  }

  /** Whether an operator with such a uid has no state, so that nothing is lost with it. */
  public static boolean isStateless(String uid) {
    return STATELESS.matcher(uid).find();
  }

  static void assign(List<Transformation<?>> sinks) {
    assign(sinks, "", name -> false);
  }

  /**
   * @param prefix of all uids
   * @param isBuilder whether an operator of a sink, by its name, writes a table that is built
   *     beside another: it has another uid then, and starts without state when the two are swapped
   */
  public static void assign(
      List<Transformation<?>> sinks, String prefix, Predicate<String> isBuilder) {
    OperatorUids uids = new OperatorUids(prefix, isBuilder);
    sinks.forEach(uids::visit);
  }

  private String visit(Transformation<?> transformation) {
    String known = digests.get(transformation);
    if (known != null) {
      return known;
    }
    String inputs =
        transformation.getInputs().stream().map(this::visit).collect(Collectors.joining(","));
    String digest = inputs;
    if (transformation instanceof PhysicalTransformation<?> operator) {
      digest = identify(operator, inputs);
    }
    digests.put(transformation, digest);
    return digest;
  }

  private String identify(PhysicalTransformation<?> operator, String inputs) {
    String description = operator.getDescription() == null ? "" : operator.getDescription();
    Matcher planned = NUMBERED.matcher(description);
    String name = NUMBER.matcher(operator.getName()).replaceAll("");
    String uid = name;
    if (planned.matches()) {
      byte[] meaning = (meaning(planned.group(1)) + "(" + inputs).getBytes(StandardCharsets.UTF_8);
      uid = name + "-" + UUID.nameUUIDFromBytes(meaning);
    }
    uid = prefix + (isBuilder.test(name) ? "building/" : "") + uid;
    int count = used.merge(uid, 1, Integer::sum);
    uid = count == 1 ? uid : uid + "." + count;
    if (operator.getUid() == null) {
      operator.setUid(uid);
    }
    return uid;
  }

  /** Stays when a table gets a column that the query does not read. */
  private static String meaning(String description) {
    Matcher scan = WHOLE_SCAN.matcher(description);
    return scan.matches() && !description.contains("project=[")
        ? scan.group(1)
            + ", project=["
            + scan.group(2)
            + "], metadata=[]]], fields=["
            + scan.group(2)
            + "]"
            + scan.group(3)
        : description;
  }
}
