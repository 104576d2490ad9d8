package io.alluvium.models.deploy;

import java.util.List;

/**
 * What becomes of a model when its job is started.
 *
 * @param model its id
 * @param name as people know it
 * @param functions names of those whose change is the reason, where nothing else has changed
 */
public record Change(String model, String name, Kind kind, List<String> functions) {
  /** For people. */
  public String text() {
    return functions.isEmpty()
        ? kind.text()
        : kind.text() + " (other code of " + String.join(", ", functions) + ")";
  }

  /** Kinds of change. */
  public enum Kind {
    /** Goes on as it is. */
    UNCHANGED("unchanged"),
    /** Runs for the first time, and writes its table directly. */
    NEW("new"),
    /** Is built beside its table, which is swapped when it has caught up. */
    BUILDING("to be built beside its table and swapped"),
    /** Was built beside its table before, and goes on so. */
    GOES_ON_BUILDING("goes on being built beside its table"),
    /** Its query gives the same rows as the one that runs. */
    SAME_ROWS("goes on as it is, its query gives the same rows"),
    /** Goes on with other columns from where its former query stops. */
    TAKES_OVER("goes on with other columns where its former query stops"),
    /** Writes its rows to a store again, all of them. */
    PUSHED_AGAIN("writes all rows again"),
    /** Has changed, but was not selected: goes on as it was. */
    LEFT("changed, but not selected: goes on as it was"),
    /** Is not in the project any more: ends, and leaves its table. */
    DROPPED("no longer in the project: ends, its table stays");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
