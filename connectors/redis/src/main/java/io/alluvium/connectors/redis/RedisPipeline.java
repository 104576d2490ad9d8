package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespError;
import io.alluvium.connectors.redis.resp.RespException;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Sends commands and sees to it that they are done: where a connection breaks, a server is replaced
 * or cannot just now, they are sent again, so that each must be one that may be done twice. Not
 * more than one batch is under way, so that what is sent again does not come behind what is newer.
 */
final class RedisPipeline implements AutoCloseable {
  private final RedisMasters masters;
  private final RedisSinkConfig.Link link;
  private final List<Script> scripts;

  /** What is under way, and in that order: those parts that were sent. */
  private final List<Sent> sent = new ArrayList<>();

  /** Not known to be done. */
  private final List<Commands.Part> open = new ArrayList<>();

  private Answers answers = (rows, answer) -> {};

  /** Takes what servers say of rows; possibly twice. */
  @FunctionalInterface
  interface Answers {
    /**
     * @param rows as they were added with the command
     * @param answer an error only where it is about a key
     */
    void take(List<RowKey> rows, @Nullable Object answer);
  }

  private record Sent(Commands.Part part, RespSocket socket) {}

  /**
   * @param scripts that commands may name
   */
  RedisPipeline(RedisMasters masters, RedisSinkConfig.Link link, List<Script> scripts) {
    this.masters = masters;
    this.link = link;
    this.scripts = scripts;
  }

  int slot(String key) {
    return masters.slot(key);
  }

  /**
   * Sends commands. They are done when {@link #await} returns, which must have been called for
   * those before.
   */
  void send(Commands commands, Answers to) {
    if (!open.isEmpty()) {
      throw new IllegalStateException("What was sent before is not known to be done");
    }
    answers = to;
    open.addAll(commands.parts());
    try {
      transmit();
    } catch (IOException e) {
      // To wait for the answers is to try again, and to tell if that fails.
      masters.forget();
      sent.clear();
    }
  }

  /**
   * Waits until what was sent is done.
   *
   * @throws RespException where a server refuses it for good
   * @throws IOException where it could not be done by the last retry
   */
  void await() throws IOException {
    for (int attempt = 0; !open.isEmpty(); attempt++) {
      IOException failure;
      try {
        if (sent.isEmpty()) {
          transmit();
        }
        failure = collect();
      } catch (RespException e) {
        masters.forget();
        sent.clear();
        if (isFinal(e.kind())) {
          open.clear();
          throw e;
        }
        failure = e;
      } catch (IOException e) {
        masters.forget();
        sent.clear();
        failure = e;
      }
      if (failure != null) {
        if (attempt >= link.maxRetries()) {
          open.clear();
          throw failure;
        }
        pause();
      }
    }
  }

  /** Runs one command and returns its answer. */
  @Nullable
  Object call(String key, CommandBuffer command) throws IOException {
    Object[] answer = new Object[1];
    Commands commands = new Commands();
    Commands.Part part = commands.part(slot(key));
    part.bytes().copy(command, 0, command.length());
    part.add(List.of());
    send(
        commands,
        (rows, reply) -> {
          answer[0] = reply;
        });
    await();
    if (answer[0] instanceof RespError error) {
      throw new RespException(error);
    }
    return answer[0];
  }

  /** Sends a command to every master that was written to, and returns the least of the answers. */
  long leastOfConnected(CommandBuffer command) throws IOException {
    long least = Long.MAX_VALUE;
    Collection<RespSocket> connected = masters.connected();
    for (RespSocket socket : connected) {
      if (socket.call(command) instanceof Long number) {
        least = Math.min(least, number);
      }
    }
    return least;
  }

  private void transmit() throws IOException {
    Set<RespSocket> used = new HashSet<>();
    for (Commands.Part part : open) {
      RespSocket socket = masters.of(part.slot());
      socket.write(part.bytes());
      used.add(socket);
      sent.add(new Sent(part, socket));
    }
    for (RespSocket socket : used) {
      socket.flush();
    }
  }

  /**
   * Reads all answers.
   *
   * @return why some parts are to be sent again; null where none is, or it can be at once
   */
  @Nullable
  private IOException collect() throws IOException {
    IOException failure = null;
    RespException refusal = null;
    Set<RespSocket> ignorant = new HashSet<>();
    boolean moved = false;
    for (Sent each : sent) {
      boolean done = true;
      for (List<RowKey> rows : each.part().rows()) {
        Object answer = each.socket().receive();
        RespError error = answer instanceof RespError told ? told : null;
        RespError.Kind kind = error == null ? null : error.kind();
        if (kind == null || kind == RespError.Kind.KEY) {
          answers.take(rows, answer);
          continue;
        }
        done = false;
        switch (kind) {
          case UNKNOWN_SCRIPT -> ignorant.add(each.socket());
          case ELSEWHERE -> {
            moved = true;
            failure = new RespException(error);
          }
          case LATER -> failure = failure == null ? new RespException(error) : failure;
          default -> refusal = refusal == null ? new RespException(error) : refusal;
        }
      }
      if (done) {
        open.remove(each.part());
      }
    }
    sent.clear();
    if (refusal != null) {
      throw refusal;
    }
    for (RespSocket socket : ignorant) {
      load(socket);
    }
    if (moved) {
      masters.forget();
    }
    return failure;
  }

  /** A server that took over, or started anew, does not know them. */
  private void load(RespSocket socket) throws IOException {
    for (Script script : scripts) {
      socket.call(
          new CommandBuffer()
              .command(3)
              .argument("SCRIPT")
              .argument("LOAD")
              .argument(script.text()));
    }
  }

  private static boolean isFinal(RespError.Kind kind) {
    return kind == RespError.Kind.SIGN_IN
        || kind == RespError.Kind.KEY
        || kind == RespError.Kind.OTHER;
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(link.retryInterval().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a server was waited for");
    }
  }

  @Override
  public void close() {
    masters.close();
  }
}
