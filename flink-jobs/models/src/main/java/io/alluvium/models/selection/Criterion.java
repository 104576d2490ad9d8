package io.alluvium.models.selection;

import io.alluvium.definitions.Similar;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of a selection: a method with its value, and how far to go from what it chooses.
 *
 * @param ancestors how many steps towards what is read; {@link Integer#MAX_VALUE} for all
 * @param descendants as above, towards what reads it
 * @param family the chosen, all that reads them, and all that these read ({@code @})
 */
record Criterion(String method, String value, int ancestors, int descendants, boolean family) {
  private static final Pattern TERM =
      Pattern.compile("(@)?(?:(\\d*)(\\+))?([^+@]+?)(?:(\\+)(\\d*))?");
  private static final List<String> METHODS =
      List.of("tag", "path", "source", "resource_type", "state", "fqn", "file", "config", "job");

  static Criterion parse(String term) {
    Matcher matcher = TERM.matcher(term);
    if (!matcher.matches()) {
      throw wrong(term);
    }
    String body = matcher.group(4);
    int colon = body.indexOf(':');
    String method = colon < 0 ? "" : body.substring(0, colon);
    String value = body.substring(colon + 1);
    boolean family = matcher.group(1) != null;
    if (value.isEmpty() || family && (matcher.group(3) != null || matcher.group(5) != null)) {
      throw wrong(term);
    }
    if (colon >= 0 && !METHODS.contains(method) && !method.startsWith("config.")) {
      throw new SelectionException(
          "There is no selection method '" + method + ":'" + Similar.hint(method, METHODS));
    }
    return new Criterion(
        method,
        value,
        steps(matcher.group(3), matcher.group(2)).orElse(0),
        steps(matcher.group(5), matcher.group(6)).orElse(0),
        family);
  }

  private static OptionalInt steps(String plus, String number) {
    if (plus == null) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        number.isEmpty() || number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number));
  }

  private static SelectionException wrong(String term) {
    return new SelectionException(
        "'"
            + term
            + "' selects nothing that could be meant. Write for example reading, +reading,"
            + " 2+reading+1, @reading, tag:daily, path:models/gold or state:modified");
  }
}
