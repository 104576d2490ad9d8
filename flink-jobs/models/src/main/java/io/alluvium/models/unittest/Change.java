package io.alluvium.models.unittest;

import io.alluvium.models.unittest.WrittenRow.Cell;

/** What happens to a row, as {@code _op} says it. */
enum Change {
  INSERT,
  /** Of a key that is there: the test gives the new row. */
  UPDATE,
  /** The first half of an update, where there is no key. */
  UPDATE_BEFORE,
  /** The second half of an update, where there is no key. */
  UPDATE_AFTER,
  DELETE;

  static Change of(Cell cell) {
    String text = String.valueOf(cell.raw());
    return switch (text) {
      case "r", "c", "+I" -> INSERT;
      case "u" -> UPDATE;
      case "-U" -> UPDATE_BEFORE;
      case "+U" -> UPDATE_AFTER;
      case "d", "-D" -> DELETE;
      default ->
          throw cell.origin()
              .error(
                  "'_op' must be r or c for a new row, u for an update, d for a delete, or one of"
                      + " +I, -U, +U, -D; not '"
                      + text
                      + "'");
    };
  }
}
