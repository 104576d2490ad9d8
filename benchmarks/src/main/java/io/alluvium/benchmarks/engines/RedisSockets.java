package io.alluvium.benchmarks.engines;

import io.alluvium.benchmarks.serving.KpiRows;
import io.alluvium.benchmarks.worker.Engine;
import io.alluvium.connectors.redis.resp.CommandBuffer;
import io.alluvium.connectors.redis.resp.Endpoint;
import io.alluvium.connectors.redis.resp.RespError;
import io.alluvium.connectors.redis.resp.RespException;
import io.alluvium.connectors.redis.resp.RespSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What redis-benchmark does: several connections, each with commands under way whose answers are
 * read before the next are sent, in one thread. Parameters: {@code port}, {@code rows}, {@code
 * connections}, {@code depth}.
 */
public final class RedisSockets implements Engine {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public Map<String, Double> run(Map<String, String> parameters) throws Exception {
    long rows = Long.parseLong(parameters.get("rows"));
    int depth = Integer.parseInt(parameters.get("depth"));
    List<RespSocket> sockets = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(parameters.get("connections")); i++) {
      Endpoint server = new Endpoint("127.0.0.1", Integer.parseInt(parameters.get("port")));
      sockets.add(RespSocket.connect(server, null, TIMEOUT));
    }
    long row = 0;
    CommandBuffer commands = new CommandBuffer();
    while (row < rows) {
      int[] sent = new int[sockets.size()];
      for (int i = 0; i < sent.length; i++) {
        commands.truncate(0);
        for (; sent[i] < depth && row < rows; sent[i]++, row++) {
          add(commands, row);
        }
        sockets.get(i).write(commands);
        sockets.get(i).flush();
      }
      for (int i = 0; i < sent.length; i++) {
        read(sockets.get(i), sent[i]);
      }
    }
    for (RespSocket socket : sockets) {
      socket.close();
    }
    return Map.of();
  }

  private static void add(CommandBuffer commands, long row) {
    String name = KpiRows.name(row);
    commands
        .command(10)
        .argument("HSET")
        .argument(KpiRows.PREFIX + name)
        .argument(KpiRows.NAME)
        .argument(name)
        .argument(KpiRows.READINGS)
        .argument(row)
        .argument(KpiRows.STATE)
        .argument(KpiRows.state(row))
        .argument(KpiRows.MEAN)
        .argument(Double.toString(KpiRows.mean(row)));
  }

  private static void read(RespSocket socket, int answers) throws IOException {
    for (int i = 0; i < answers; i++) {
      if (socket.receive() instanceof RespError error) {
        throw new RespException(error);
      }
    }
  }
}
