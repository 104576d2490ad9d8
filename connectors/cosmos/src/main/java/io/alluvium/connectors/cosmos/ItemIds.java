package io.alluvium.connectors.cosmos;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What ids Cosmos DB takes, and how texts are made such. */
final class ItemIds {
  private static final int LONGEST = 1023;
  private static final String FORBIDDEN = "/\\?#";

  /** Also those that have a meaning here, or in addresses. */
  private static final String ENCODED = FORBIDDEN + "%+:~";

  private ItemIds() {}

  /** A text of which no two values have the same, and without {@code :}. */
  static String encoded(String value) {
    StringBuilder encoded = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain =
          c >= ' '
              && ENCODED.indexOf(c) < 0
              // Spaces at an end are lost on the way.
              && (c != ' ' || i > 0 && i < value.length() - 1);
      if (!plain && encoded == null) {
        encoded = new StringBuilder(value.length() + ENCODED.length()).append(value, 0, i);
      }
      if (!plain) {
        encoded.append(String.format(Locale.ROOT, "~%02X", (int) c));
      } else if (encoded != null) {
        encoded.append(c);
      }
    }
    return encoded == null ? value : encoded.toString();
  }

  /**
   * @throws UnfitRowException where Cosmos DB takes no such id
   */
  static void require(String id) throws UnfitRowException {
    if (id.isEmpty()) {
      throw new UnfitRowException("its id is empty");
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < ' ' || FORBIDDEN.indexOf(c) >= 0) {
        throw new UnfitRowException(
            "its id '" + id + "' has one of the characters / \\ ? #, or a control character");
      }
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST) {
      throw new UnfitRowException(
          "its id is of " + bytes + " bytes, more than the " + LONGEST + " of Cosmos DB");
    }
  }
}
