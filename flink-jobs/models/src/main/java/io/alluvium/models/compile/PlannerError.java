package io.alluvium.models.compile;

import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.Rendered;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leads what the planner says of a query back to the model that it is of. */
public final class PlannerError {
  private static final Pattern POSITION =
      Pattern.compile(
          "(?:[Ff]rom |[Aa]t )?line (\\d+), column (\\d+)(?: to line \\d+, column \\d+)?");
  private static final Pattern NOISE =
      Pattern.compile("^(?:SQL (?:validation|parse) failed\\. ?|Invalid SQL[^.]*\\. ?)+");

  private PlannerError() {}

  public static ModelException of(String file, Rendered query, Throwable error) {
    int line = 1;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher position = POSITION.matcher(String.valueOf(cause.getMessage()));
      if (position.find()) {
        line = query.templateLine(Integer.parseInt(position.group(1)));
        break;
      }
    }
    return new ModelException(file + ", line " + line + ": " + reason(error), error);
  }

  private static String reason(Throwable error) {
    String reason = NOISE.matcher(ModelException.reason(error)).replaceFirst("");
    if (reason.startsWith("Unsupported SQL query!")) {
      return "a model is one SELECT statement, without anything before or behind it";
    }
    reason = POSITION.matcher(reason).replaceAll("").strip();
    return reason.startsWith(":") ? reason.substring(1).strip() : reason;
  }
}
