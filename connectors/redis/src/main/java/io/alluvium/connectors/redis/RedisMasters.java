package io.alluvium.connectors.redis;

import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.Endpoint;
import io.alluvium.connectors.redis.resp.HashSlot;
import io.alluvium.connectors.redis.resp.RespError;
import io.alluvium.connectors.redis.resp.RespException;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import javax.net.ssl.SSLSocketFactory;

/**
 * The servers that take writes, with a connection to each that was needed. Who they are is asked at
 * the first use, and again after {@link #forget}.
 */
final class RedisMasters implements AutoCloseable {
  private static final String NO_SIGN_IN = "NOAUTH";

  private final RedisAddress address;
  private final RedisSinkConfig.Link link;
  @Nullable private final SSLSocketFactory tls;
  private final Map<Endpoint, RespSocket> open = new HashMap<>();

  /** By slot; of one element where there is no cluster; null while not known. */
  @Nullable private Endpoint[] masters;

  /**
   * Which of the address's servers is asked first: another one each time, as one may be cut off.
   */
  private int asked;

  RedisMasters(RedisAddress address, RedisSinkConfig.Link link) throws IOException {
    this.address = address;
    this.link = link;
    this.tls = address.isSecured() ? TrustedCertificates.sockets(link.trustedCertificates()) : null;
  }

  /** What commands on a key are to be sent for together. */
  int slot(String key) {
    return address.topology() == RedisAddress.Topology.CLUSTER ? HashSlot.of(key) : 0;
  }

  /**
   * A connection to the master of a slot, signed in.
   *
   * @throws RespException where the server refuses user or password
   */
  RespSocket of(int slot) throws IOException {
    if (masters == null) {
      masters =
          switch (address.topology()) {
            case SINGLE -> new Endpoint[] {address.endpoints().get(0)};
            case SENTINEL -> new Endpoint[] {fromSentinels()};
            case CLUSTER -> fromNodes();
          };
    }
    Endpoint master = masters[slot];
    if (master == null) {
      throw new IOException("no node of the cluster has slot " + slot);
    }
    RespSocket socket = open.get(master);
    if (socket == null) {
      socket = connect(master);
      open.put(master, socket);
    }
    return socket;
  }

  /** Closes all connections, also where answers are still to come. */
  void forget() {
    masters = null;
    asked = (asked + 1) % address.endpoints().size();
    for (RespSocket socket : open.values()) {
      closeQuietly(socket);
    }
    open.clear();
  }

  private RespSocket connect(Endpoint server) throws IOException {
    RespSocket socket = RespSocket.connect(server, tls, link.timeout());
    boolean ready = false;
    try {
      signIn(socket);
      if (address.database() != 0) {
        socket.call(new CommandBuffer().command(2).argument("SELECT").argument(address.database()));
      }
      if (address.topology() == RedisAddress.Topology.SENTINEL) {
        requireMaster(socket);
      }
      ready = true;
      return socket;
    } finally {
      if (!ready) {
        closeQuietly(socket);
      }
    }
  }

  private void signIn(RespSocket socket) throws IOException {
    if (address.password() == null) {
      return;
    }
    CommandBuffer command = new CommandBuffer().command(address.user() == null ? 2 : 3);
    command.argument("AUTH");
    if (address.user() != null) {
      command.argument(address.user());
    }
    socket.call(command.argument(address.password()));
  }

  /** A sentinel may not know yet that its master is none any more. */
  private static void requireMaster(RespSocket socket) throws IOException {
    Object role = socket.call(new CommandBuffer().command(1).argument("ROLE"));
    if (!(role instanceof List<?> parts) || !"master".equals(parts.get(0))) {
      throw new IOException(socket.endpoint() + " is no master (yet)");
    }
  }

  private Endpoint fromSentinels() throws IOException {
    return ask(
        new CommandBuffer()
            .command(3)
            .argument("SENTINEL")
            .argument("GET-MASTER-ADDR-BY-NAME")
            .argument(address.master()),
        (sentinel, reply) -> {
          if (reply instanceof List<?> parts && parts.size() == 2) {
            return new Endpoint(parts.get(0).toString(), Integer.parseInt(parts.get(1).toString()));
          }
          throw new IOException(
              "sentinel " + sentinel + " knows no master '" + address.master() + "'");
        });
  }

  private Endpoint[] fromNodes() throws IOException {
    return ask(
        new CommandBuffer().command(2).argument("CLUSTER").argument("SLOTS"),
        (node, reply) -> {
          if (!(reply instanceof List<?> ranges) || ranges.isEmpty()) {
            throw new IOException(node + " knows of no slots: it is not in the cluster (any more)");
          }
          Endpoint[] bySlot = new Endpoint[HashSlot.COUNT];
          for (Object range : ranges) {
            List<?> parts = (List<?>) range;
            List<?> master = (List<?>) parts.get(2);
            String host = String.valueOf(master.get(0));
            Endpoint endpoint =
                new Endpoint(
                    host.isEmpty() || host.equals("null") ? node.host() : host,
                    (int) (long) master.get(1));
            for (long slot = (long) parts.get(0); slot <= (long) parts.get(1); slot++) {
              bySlot[(int) slot] = endpoint;
            }
          }
          return bySlot;
        });
  }

  private interface Answer<T> {
    T of(Endpoint server, Object reply) throws IOException;
  }

  /** The first answer that any of the named servers gives, all of them asked in turn. */
  private <T> T ask(CommandBuffer question, Answer<T> answer) throws IOException {
    IOException failure = null;
    List<Endpoint> servers = new ArrayList<>(address.endpoints());
    Collections.rotate(servers, -asked);
    for (Endpoint server : servers) {
      try (RespSocket socket = RespSocket.connect(server, tls, link.timeout())) {
        if (address.topology() == RedisAddress.Topology.CLUSTER) {
          signIn(socket);
        }
        return answer.of(server, askSigningIn(socket, question));
      } catch (IOException e) {
        if (failure == null || e instanceof RespException) {
          failure = e;
        }
      }
    }
    throw failure;
  }

  /** Sentinels often have no password where the servers have one. */
  private Object askSigningIn(RespSocket socket, CommandBuffer question) throws IOException {
    try {
      return socket.call(question);
    } catch (RespException e) {
      if (e.kind() != RespError.Kind.SIGN_IN
          || address.password() == null
          || !e.getMessage().startsWith(NO_SIGN_IN)) {
        throw e;
      }
      signIn(socket);
      return socket.call(question);
    }
  }

  private static void closeQuietly(RespSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, whatever became of it.
    }
  }

  @Override
  public void close() {
    forget();
  }
}
