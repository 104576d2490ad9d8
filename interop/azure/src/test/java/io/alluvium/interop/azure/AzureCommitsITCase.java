package io.alluvium.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.kernel.CommitTerms;
import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.DeltaCommit;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.DeltaTableCommitter;
import io.alluvium.connectors.delta.kernel.LogCommit;
import io.alluvium.connectors.delta.kernel.TableDescription;
import io.alluvium.connectors.delta.kernel.TableLogReader;
import io.alluvium.interop.azure.StoreProxy.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commits to one table by several writers, in good weather and in bad, and what they cost. */
class AzureCommitsITCase {
  @RegisterExtension static final AzureStore STORE = new AzureStore();

  private static final int WRITERS = 3;
  private static final int COMMITS = 12;

  @AfterEach
  void clearUp() {
    STORE.proxy().weather(request -> Fate.WELL);
  }

  @Test
  void ofWritersOfOneVersionExactlyOneWins() throws Exception {
    DeltaTable table = create("raced");

    commitAtOnce(table);

    assertEachCommitOnce(table);
  }

  /** Some requests are refused before, some after they are done, and some are never answered. */
  @Test
  void inBadWeatherEachCommitIsThereOnce() throws Exception {
    long seed = Long.getLong("alluvium.seed", 20_261_126L);
    DeltaTable table = create("stormy");
    Random random = new Random(seed);
    STORE
        .proxy()
        .weather(
            request -> {
              int roll;
              synchronized (random) {
                roll = random.nextInt(100);
              }
              return roll < 8
                  ? Fate.REFUSED
                  : roll < 14 ? Fate.DONE_BUT_REFUSED : roll < 18 ? Fate.ANSWER_LOST : Fate.WELL;
            });

    commitAtOnce(table);
    STORE.proxy().weather(request -> Fate.WELL);

    assertEachCommitOnce(table);
  }

  @Test
  void costsOfCommitsAndPolls() throws Exception {
    DeltaTable table = create("counted");
    try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
      for (long sequence = 1; sequence <= 3; sequence++) {
        committer.commit(commit("sink", sequence));
      }
      STORE.proxy().takeRequests();
      committer.commit(commit("sink", 4));
      List<String> commit = STORE.proxy().takeRequests();
      TableLogReader follower = new TableLogReader(table);
      long version = table.snapshot().version();
      STORE.proxy().takeRequests();
      follower.after(version);
      List<String> idle = STORE.proxy().takeRequests();
      follower.after(version - 1);
      List<String> news = STORE.proxy().takeRequests();
      table.snapshot();
      List<String> cold = STORE.proxy().takeRequests();

      System.out.printf(
          "requests: commit %d, idle poll %d, poll with one commit %d, cold load %d%n",
          commit.size(), idle.size(), news.size(), cold.size());
      // Two of them only since the emulator has no folders: the driver asks for things in one too.
      assertThat(idle).as("idle poll").hasSizeLessThanOrEqualTo(2);
      assertThat(news).as("poll with one commit").hasSizeLessThanOrEqualTo(8);
      assertThat(commit).as("commit").hasSizeLessThanOrEqualTo(24);
      assertThat(commit).noneMatch(AzureCommitsITCase::isLogListing);
      assertThat(idle).noneMatch(AzureCommitsITCase::isLogListing);
      assertThat(news).noneMatch(AzureCommitsITCase::isLogListing);
    }
  }

  private static boolean isLogListing(String request) {
    return request.contains("comp=list") && request.contains("_delta_log/&");
  }

  private static void commitAtOnce(DeltaTable table) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Callable<Long>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String sink = "sink" + writer;
      writers.add(
          () -> {
            try (DeltaTableCommitter committer = new DeltaTableCommitter(table)) {
              start.await();
              for (long sequence = 1; sequence <= COMMITS; sequence++) {
                committer.commit(commit(sink, sequence), CommitTerms.NONE);
              }
              return committer.conflicts();
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (Future<Long> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertEachCommitOnce(DeltaTable table) {
    Map<String, Integer> times = new HashMap<>();
    long next = 1;
    for (LogCommit commit : new TableLogReader(table).range(1, table.snapshot().version())) {
      assertThat(commit.version()).isEqualTo(next++);
      for (DataFile file : commit.added()) {
        times.merge(file.path(), 1, Integer::sum);
      }
    }
    assertThat(times).hasSize(WRITERS * COMMITS).allSatisfy((file, n) -> assertThat(n).isOne());
    assertThat(table.snapshot().version()).isEqualTo((long) WRITERS * COMMITS);
    assertThat(table.snapshot().files()).hasSize(WRITERS * COMMITS);
  }

  private static DeltaTable create(String name) {
    DeltaTable table = DeltaTable.at(STORE.uri("commits/" + name));
    table.createIfAbsent(
        new TableDescription(RowType.of(new BigIntType()), List.of(), List.of(), Map.of(), ""));
    return table;
  }

  private static DeltaCommit commit(String sink, long sequence) {
    return new DeltaCommit(
        sink,
        sequence,
        sink + "-token-" + sequence,
        List.of(
            new DataFile(
                sink + "-" + sequence + ".parquet", 100, 1, Map.of(), "{\"numRecords\":1}", null)),
        List.of());
  }
}
