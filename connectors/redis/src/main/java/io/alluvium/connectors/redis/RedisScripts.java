package io.alluvium.connectors.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The scripts of a table.
 *
 * @param epoch begins a new epoch of a table
 * @param checkpoint tells the store of a checkpoint
 * @param newer takes those changes of rows that are newer than what is there
 * @param freshness tells readers how fresh the table is
 * @param batch tells the store of a batch
 */
record RedisScripts(Script epoch, Script checkpoint, Script newer, Script freshness, Script batch) {
  /** The field of a hash that holds its row's version. */
  static final String VERSION_FIELD = "_version";

  static RedisScripts of(Layout layout) {
    return new RedisScripts(
        Script.of(text("epoch")),
        Script.of(text("checkpoint")),
        Script.of(text("newer") + text(layout.toString())),
        Script.of(text("freshness")),
        Script.of(text("batch")));
  }

  /** In this order: a server that knows how to be told of a batch knows how to write it. */
  List<Script> all() {
    return List.of(epoch, checkpoint, newer, freshness, batch);
  }

  private static String text(String name) {
    try (InputStream in = RedisScripts.class.getResourceAsStream(name + ".lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("The script " + name + " cannot be read", e);
    }
  }
}
