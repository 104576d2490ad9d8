package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.RespError;
import io.alluvium.connectors.redis.resp.RespException;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
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

  /** Slots of what is done, and may not be on replicas yet. */
  private final BitSet written = new BitSet();

  private Answers answers = (rows, answer) -> {};

  /** Takes what servers say of rows, of each part when all of it is done. */
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
    Retries retries = new Retries(link);
    boolean loaded = false;
    try {
      while (!open.isEmpty()) {
        IOException failure = attempt();
        boolean unknownScript =
            failure instanceof RespException refusal
                && refusal.kind() == RespError.Kind.UNKNOWN_SCRIPT;
        // They are loaded now. Where that is of no use, somebody takes them away again.
        if (failure != null && (loaded || !unknownScript)) {
          retries.pauseAfter(failure);
        }
        loaded |= unknownScript;
      }
    } finally {
      open.clear();
    }
  }

  /**
   * @return why some parts are to be sent again; null where none is
   * @throws RespException where a server refuses some for good
   */
  @Nullable
  private IOException attempt() throws RespException {
    try {
      if (sent.isEmpty()) {
        transmit();
      }
      return collect();
    } catch (IOException e) {
      masters.forget();
      sent.clear();
      if (e instanceof RespException refusal && isFinal(refusal.kind())) {
        throw refusal;
      }
      return e;
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

  /**
   * Waits until replicas have all that was written since this was so the last time, whatever became
   * of the connections by which it was written.
   *
   * @throws IOException where too few have it by the last retry
   */
  void awaitReplicas(int replicas) throws IOException {
    Retries retries = new Retries(link);
    while (!written.isEmpty()) {
      IOException failure;
      try {
        long least = leastReplicas(replicas);
        if (least >= replicas) {
          written.clear();
          return;
        }
        failure = new IOException(least + " replicas have what was written, not " + replicas);
      } catch (IOException e) {
        masters.forget();
        if (e instanceof RespException refusal && refusal.kind() == RespError.Kind.SIGN_IN) {
          throw e;
        }
        failure = e;
      }
      retries.pauseAfter(failure);
    }
  }

  /** Of the masters that were written to, how many replicas have all in the worst case. */
  private long leastReplicas(int replicas) throws IOException {
    Set<RespSocket> writtenTo = new LinkedHashSet<>();
    for (int slot = written.nextSetBit(0); slot >= 0; slot = written.nextSetBit(slot + 1)) {
      writtenTo.add(masters.of(slot));
    }
    long least = Long.MAX_VALUE;
    for (RespSocket socket : writtenTo) {
      // WAIT is about what its own connection had seen written, which of a new one is nothing: the
      // first, which waits for none, makes it all that the server has.
      socket.call(waitFor(0, 1));
      long patience = Math.max(1, link.timeout().toMillis() / 2);
      if (socket.call(waitFor(replicas, patience)) instanceof Long number) {
        least = Math.min(least, number);
      }
    }
    return least;
  }

  private static CommandBuffer waitFor(int replicas, long millis) {
    return new CommandBuffer().command(3).argument("WAIT").argument(replicas).argument(millis);
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
   * @return why some parts are to be sent again; null where none is
   */
  @Nullable
  private IOException collect() throws IOException {
    IOException failure = null;
    RespException refusal = null;
    RespException unknown = null;
    Set<RespSocket> ignorant = new HashSet<>();
    boolean moved = false;
    for (Sent each : sent) {
      boolean done = true;
      List<Object> taken = new ArrayList<>(each.part().rows().size());
      for (int i = 0; i < each.part().rows().size(); i++) {
        Object answer = each.socket().receive();
        RespError error = answer instanceof RespError told ? told : null;
        RespError.Kind kind = error == null ? null : error.kind();
        if (kind == null || kind == RespError.Kind.KEY) {
          taken.add(answer);
          continue;
        }
        done = false;
        switch (kind) {
          case UNKNOWN_SCRIPT -> {
            ignorant.add(each.socket());
            unknown = new RespException(error);
          }
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
        written.set(each.part().slot());
        for (int i = 0; i < taken.size(); i++) {
          answers.take(each.part().rows().get(i), taken.get(i));
        }
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
    return failure == null ? unknown : failure;
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
        || kind == RespError.Kind.LOST
        || kind == RespError.Kind.OTHER;
  }

  @Override
  public void close() {
    masters.close();
  }
}
