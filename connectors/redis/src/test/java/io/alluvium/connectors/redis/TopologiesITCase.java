package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.redis.resp.HashSlot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A master that fails is replaced by its replica, which does not know the scripts. */
class TopologiesITCase {
  private static final int STEP = 50;

  @Test
  void aSentinelNamesTheNextMaster() throws Exception {
    try (RedisProcess master = RedisProcess.start();
        RedisProcess replica =
            RedisProcess.start(RedisProcess.freePort(), "replicaof 127.0.0.1 " + master.port());
        RedisProcess sentinel =
            RedisProcess.sentinel(
                RedisProcess.freePort(),
                "sentinel monitor kpis 127.0.0.1 " + master.port() + " 1",
                "sentinel down-after-milliseconds kpis 300",
                "sentinel failover-timeout kpis 2000")) {
      // A sentinel that knows of no replica cannot make one the master.
      await(() -> info(sentinel, "INFO sentinel").contains("slaves=1"));
      await(() -> info(replica, "INFO replication").contains("master_link_status:up"));
      TestTable table =
          TestTable.of(
              "redis-sentinel://127.0.0.1:" + sentinel.port() + "/kpis",
              Layout.HASH,
              Map.of("sink.replicas", "1", "sink.max-retries", "3000"));
      TestTable unreplicated =
          TestTable.of(
              "redis-sentinel://127.0.0.1:" + sentinel.port() + "/kpis",
              Layout.HASH,
              Map.of("sink.max-retries", "3000"));
      History history = new History(new Random(1));
      WriterProgress progress;
      try (RedisConnection connection = table.connect()) {
        history.grow(STEP);
        table.write(connection, history.between(0, STEP));
        connection.checkpoint(Instant.now());
        progress = connection.progress().orElseThrow();
        master.kill();
        history.grow(STEP);
        table.write(connection, history.between(STEP, 2 * STEP));
      }
      assertThat(values(replica)).isEqualTo(history.contents(2 * STEP));
      // The replica had the checkpoint: it is not one that has lost anything.
      try (RedisConnection connection = unreplicated.connect(List.of(progress))) {
        connection.checkpoint(Instant.now());
      }
    }
  }

  @Test
  void aClusterIsWrittenByItsSlots() throws Exception {
    List<RedisProcess> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        nodes.add(
            RedisProcess.start(
                RedisProcess.freePort(), "cluster-enabled yes", "cluster-node-timeout 1500"));
      }
      join(nodes, 3);
      RedisProcess first = nodes.get(0);
      TestTable table =
          TestTable.of(
              "redis-cluster://127.0.0.1:" + first.port() + ",127.0.0.1:" + nodes.get(1).port(),
              Layout.HASH,
              Map.of("freshness.key", "freshness", "sink.max-retries", "3000"));
      History history = new History(new Random(2));
      WriterProgress progress;
      try (RedisConnection connection = table.connect()) {
        history.grow(STEP);
        table.write(connection, history.between(0, STEP));
        connection.checkpoint(Instant.now());
        // The replica has what its master had.
        await(
            () ->
                info(first, "INFO replication").contains("slave0:")
                    && offset(first, "master_repl_offset:")
                        == offset(nodes.get(3), "slave_repl_offset:"));
        first.kill();
        history.grow(STEP);
        table.write(connection, history.between(STEP, 2 * STEP));
        connection.checkpoint(Instant.now());
        progress = connection.progress().orElseThrow();
      }
      Map<String, String> all = new HashMap<>();
      for (RedisProcess node : nodes.subList(1, 4)) {
        all.putAll(values(node));
      }
      assertThat(all).isEqualTo(history.contents(2 * STEP));
      table.connect(List.of(progress)).close();
    } finally {
      for (RedisProcess node : nodes) {
        node.close();
      }
    }
  }

  @Test
  void aNodeThatIsInNoClusterAnyMoreIsNotAskedAgain() throws Exception {
    try (RedisProcess removed = RedisProcess.start(RedisProcess.freePort(), "cluster-enabled yes");
        RedisProcess node = RedisProcess.start(RedisProcess.freePort(), "cluster-enabled yes")) {
      join(List.of(node), 1);
      await(() -> info(node, "CLUSTER INFO").contains("cluster_state:ok"));
      TestTable table =
          TestTable.of(
              "redis-cluster://127.0.0.1:" + removed.port() + ",127.0.0.1:" + node.port(),
              Layout.HASH,
              Map.of("sink.max-retries", "0"));
      try (RedisConnection connection = table.connect()) {
        table.write(connection, TestTable.Change.put("b", "x", 1L, "one"));
      }
      assertThat(node.call("HGET t:b:x value")).isEqualTo("one");
    }
  }

  /** It still names a master that is gone, which the others have replaced. */
  @Test
  void aSentinelThatIsCutOffIsNotAskedForEver() throws Exception {
    try (RedisProcess server = RedisProcess.start();
        RedisProcess cutOff =
            RedisProcess.sentinel(
                RedisProcess.freePort(),
                "sentinel monitor kpis 127.0.0.1 " + RedisProcess.freePort() + " 2");
        RedisProcess sentinel =
            RedisProcess.sentinel(
                RedisProcess.freePort(),
                "sentinel monitor kpis 127.0.0.1 " + server.port() + " 1")) {
      TestTable table =
          TestTable.of(
              "redis-sentinel://127.0.0.1:"
                  + cutOff.port()
                  + ",127.0.0.1:"
                  + sentinel.port()
                  + "/kpis",
              Layout.HASH,
              Map.of("sink.max-retries", "1"));
      try (RedisConnection connection = table.connect()) {
        table.write(connection, TestTable.Change.put("b", "x", 1L, "one"));
      }
      assertThat(server.call("HGET t:b:x value")).isEqualTo("one");
    }
  }

  /**
   * As a replica does that takes over before it had all: its own replicas have what it has. Here it
   * is the master itself, back from its disk.
   */
  @Test
  void aCheckpointThatIsLostWhileReplicasAreWaitedForIsNone() throws Exception {
    try (RedisProcess master = RedisProcess.start();
        RedisProcess replica =
            RedisProcess.start(RedisProcess.freePort(), "replicaof 127.0.0.1 " + master.port())) {
      TestTable table =
          TestTable.of(
              master.uri(), Layout.HASH, Map.of("sink.replicas", "1", "timeout", "400 ms"));
      try (RedisConnection connection = table.connect()) {
        table.write(connection, TestTable.Change.put("b", "x", 1L, "one"));
        connection.checkpoint(Instant.now());
        master.call("SAVE");
        table.write(connection, TestTable.Change.put("b", "x", 2L, "two"));
        replica.suspend();
        CompletableFuture<Void> checkpoint =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    connection.checkpoint(Instant.now());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        String epoch = Long.toString(connection.progress().orElseThrow().epoch());
        await(() -> "2".equals(master.call("HGET progress:t " + epoch)));
        master.kill();
        master.restart();
        replica.resume();
        assertThat(checkpoint)
            .failsWithin(RedisProcess.PATIENCE)
            .withThrowableOfType(ExecutionException.class)
            .withMessageContaining("the writer has written 2 batches, of which 1 are known");
      }
    }
  }

  /** A checkpoint is not only of those masters that happen to have a connection. */
  @Test
  void replicasOfAllMastersThatWereWrittenToAreWaitedFor() throws Exception {
    List<RedisProcess> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        nodes.add(RedisProcess.start(RedisProcess.freePort(), "cluster-enabled yes"));
      }
      join(nodes, 2);
      await(() -> info(nodes.get(0), "INFO replication").contains("state=online"));
      await(() -> info(nodes.get(1), "INFO replication").contains("state=online"));
      TestTable table =
          TestTable.of(
              "redis-cluster://127.0.0.1:" + nodes.get(0).port(),
              Layout.HASH,
              Map.of(
                  "write.guard", "none",
                  "sink.replicas", "1",
                  "sink.max-retries", "3",
                  "timeout", "400 ms"));
      try (RedisConnection connection = table.connect()) {
        table.write(connection, rowOf(0, 2, "a"), rowOf(1, 2, "b"));
        connection.checkpoint(Instant.now());
        nodes.get(2).suspend();
        table.write(connection, rowOf(0, 2, "a"));
        nodes.get(1).call("CLIENT KILL TYPE normal");
        table.write(connection, rowOf(1, 2, "b"));
        assertThatThrownBy(() -> connection.checkpoint(Instant.now()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("0 replicas have what was written, not 1");
        nodes.get(2).resume();
        connection.checkpoint(Instant.now());
      }
    } finally {
      for (RedisProcess node : nodes) {
        node.close();
      }
    }
  }

  /** A change of a row that is on one of so many masters. */
  private static TestTable.Change rowOf(int master, int masters, String value) {
    for (int i = 0; ; i++) {
      if (HashSlot.of("t:b:" + i) * masters / HashSlot.COUNT == master) {
        return TestTable.Change.put("b", Integer.toString(i), 1L, value);
      }
    }
  }

  /**
   * So many masters, each with its share of the slots; the others are replicas of the first ones.
   */
  private static void join(List<RedisProcess> nodes, int masters) throws Exception {
    int share = HashSlot.COUNT / masters;
    for (int i = 0; i < masters; i++) {
      int end = i == masters - 1 ? HashSlot.COUNT : (i + 1) * share;
      nodes
          .get(i)
          .call(
              "CLUSTER ADDSLOTS "
                  + IntStream.range(i * share, end)
                      .mapToObj(Integer::toString)
                      .collect(Collectors.joining(" ")));
    }
    for (RedisProcess node : nodes.subList(1, nodes.size())) {
      nodes.get(0).call("CLUSTER MEET 127.0.0.1 " + node.port());
    }
    for (int i = masters; i < nodes.size(); i++) {
      RedisProcess replica = nodes.get(i);
      String master = nodes.get(i - masters).call("CLUSTER MYID").toString();
      await(() -> replica.call("CLUSTER NODES").toString().contains(master));
      await(() -> "OK".equals(replica.call("CLUSTER REPLICATE " + master)));
      for (RedisProcess node : nodes) {
        await(
            () ->
                info(node, "CLUSTER INFO").contains("cluster_state:ok")
                    && node.call("CLUSTER NODES").toString().contains("slave " + master));
      }
    }
  }

  private static String info(RedisProcess server, String command) throws Exception {
    return server.call(command).toString();
  }

  private static long offset(RedisProcess server, String field) throws Exception {
    String info = info(server, "INFO replication");
    int begin = info.indexOf(field) + field.length();
    return Long.parseLong(info.substring(begin, info.indexOf('\r', begin)));
  }

  /** The rows on a server, by what comes behind {@code t:}. */
  private static Map<String, String> values(RedisProcess server) throws Exception {
    Map<String, String> values = new HashMap<>();
    for (Object key : (List<?>) server.call("KEYS t:*")) {
      values.put(key.toString().substring(2), server.call("HGET " + key + " value").toString());
    }
    return values;
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(RedisProcess.PATIENCE).ignoreExceptions().until(condition);
  }
}
