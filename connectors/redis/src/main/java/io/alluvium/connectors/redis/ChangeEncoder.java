package io.alluvium.connectors.redis;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import javax.annotation.Nullable;

/** Makes commands of changes. They may be done twice with no further effect. */
interface ChangeEncoder {

  /**
   * @param slots of keys
   */
  void encode(ChangeBatch batch, Commands commands, ToIntFunction<String> slots);

  /**
   * Finds in an answer those rows that the server did not take, since something else is under their
   * key.
   *
   * @param rows that the command was about
   * @param refused takes row and reason
   */
  void refusals(List<RowKey> rows, @Nullable Object answer, BiConsumer<RowKey, String> refused);
}
