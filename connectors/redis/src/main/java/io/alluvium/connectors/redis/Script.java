package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that runs in the server, as one step that nothing else comes between. Servers are sent
 * its digest, and its text only where they do not know it.
 *
 * @param digest by which servers know it
 */
record Script(String text, String digest) {
  private static final String CALL = "EVALSHA";

  static Script of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Script(text, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1", e);
    }
  }

  /** A call on one key. */
  CommandBuffer call(String key, List<String> arguments) {
    CommandBuffer command = new CommandBuffer().command(4 + arguments.size());
    begin(command, 1).argument(key);
    arguments.forEach(command::argument);
    return command;
  }

  /** The first three arguments of a call; the keys come next. */
  CommandBuffer begin(CommandBuffer command, int keys) {
    return command.argument(CALL).argument(digest).argument(keys);
  }
}
