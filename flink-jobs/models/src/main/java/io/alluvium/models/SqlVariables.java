package io.alluvium.models;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values in place of <code>${name}</code>. */
record SqlVariables(Map<String, String> values) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  SqlStatement applyTo(SqlStatement statement) {
    Matcher matcher = VARIABLE.matcher(statement.text());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      if (value == null) {
        throw new ModelException(
            statement.place()
                + ": "
                + matcher.group()
                + " has no value; give the job the option --"
                + matcher.group(1)
                + ".");
      }
      // Variables stand within literals.
      matcher.appendReplacement(text, Matcher.quoteReplacement(value.replace("'", "''")));
    }
    matcher.appendTail(text);
    return new SqlStatement(statement.file(), statement.line(), text.toString());
  }
}
