package io.alluvium.connectors.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import io.alluvium.connectors.cosmos.TestTable.Change;
import io.alluvium.connectors.cosmos.store.Authentication;
import io.alluvium.connectors.cosmos.store.ContainerAddress;
import io.alluvium.connectors.cosmos.store.CosmosItemStore;
import io.alluvium.connectors.cosmos.store.CosmosStoreException;
import io.alluvium.connectors.cosmos.store.EntraIdentity;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import io.alluvium.connectors.cosmos.store.Patience;
import io.alluvium.connectors.cosmos.store.SecretSource;
import io.alluvium.connectors.cosmos.store.StoreFailures;
import io.alluvium.local.cosmos.CosmosFaults;
import io.alluvium.local.cosmos.LocalContainer;
import io.alluvium.local.cosmos.LocalCosmos;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's client against a double of the store that answers as it is told. */
class CosmosItemStoreITCase {
  private static final int STEPS = 25;
  private static final int LARGEST_STEP = 60;

  @TempDir private static Path folder;

  private static LocalCosmos server;
  private static Path keyFile;

  private LocalContainer container;

  @BeforeAll
  static void start() throws Exception {
    server = LocalCosmos.start(folder.resolve("cosmos"), 0);
    keyFile = Files.writeString(folder.resolve("key"), server.key() + "\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void create() {
    container =
        server.create(
            TestTable.DATABASE, TestTable.CONTAINER, List.of("/board"), OptionalInt.of(-1));
  }

  @AfterEach
  void drop() {
    server.setFaults(CosmosFaults.NONE);
    server.setKey(server.key());
    server.drop(TestTable.DATABASE, TestTable.CONTAINER);
  }

  private static TestTable table(Map<String, String> options) {
    return TestTable.of(server.endpoint(), options);
  }

  private static Authentication byKey() {
    return new Authentication.Key(new SecretSource("key.file", keyFile.toString(), null));
  }

  private static CosmosItemStore open(TestTable table) throws Exception {
    return CosmosItemStore.open(
        table.config().address(), byKey(), null, new Patience(2, Duration.ZERO, time -> {}));
  }

  private static ItemKey key(String name) {
    return new ItemKey(name, List.of("b"));
  }

  private static ObjectNode item(String name) {
    return JsonNodeFactory.instance.objectNode().put("id", name).put("board", "b");
  }

  @Test
  void everyOperationDoesAloneWhatItDoesInBulk() throws Exception {
    try (CosmosItemStore store = open(table(Map.of()))) {
      assertThat(store.definition().partitionPaths()).containsExactly("/board");
      assertThat(store.definition().timeToLive()).hasValue(-1);
      for (int copies : new int[] {1, 3}) {
        container.clear();
        List<ItemKey> keys = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
          keys.add(key("Büro " + i));
        }
        assertThat(outcomes(store, keys, ItemOperation.Read::new)).containsOnly(Outcome.MISSING);
        assertThat(outcomes(store, keys, key -> new ItemOperation.Create(key, item(key.id()))))
            .containsOnly(Outcome.DONE);
        assertThat(outcomes(store, keys, key -> new ItemOperation.Create(key, item(key.id()))))
            .containsOnly(Outcome.CONFLICT);
        assertThat(outcomes(store, keys, key -> patch(key, ""))).containsOnly(Outcome.DONE);
        assertThat(outcomes(store, keys, key -> patch(key, "from c where not is_defined(c.value)")))
            .containsOnly(Outcome.PRECONDITION);
        List<ItemResult> read =
            store.execute(
                keys.stream().map(key -> (ItemOperation) new ItemOperation.Read(key)).toList());
        assertThat(read)
            .allSatisfy(
                result -> {
                  assertThat(result.item().get("value")).isEqualTo(TextNode.valueOf("v"));
                  assertThat(result.item().get("gone")).isEqualTo(NullNode.instance);
                  assertThat(result.etag()).isEqualTo(result.item().get("_etag").asText());
                  assertThat(result.requestUnits()).isEqualTo(1.0);
                });
        String etag = read.get(0).etag();
        List<ItemOperation> replacements =
            keys.stream()
                .map(key -> (ItemOperation) new ItemOperation.Replace(key, item(key.id()), etag))
                .toList();
        assertThat(store.execute(replacements).stream().map(ItemResult::outcome).toList())
            .startsWith(Outcome.DONE)
            .hasSize(copies)
            .filteredOn(outcome -> outcome == Outcome.PRECONDITION)
            .hasSize(copies - 1);
        assertThat(outcomes(store, keys, key -> new ItemOperation.Upsert(key, item(key.id()))))
            .containsOnly(Outcome.DONE);
      }
    }
  }

  private static ItemOperation patch(ItemKey key, String condition) {
    return new ItemOperation.Patch(
        key, Map.of("/value", TextNode.valueOf("v"), "/gone", NullNode.instance), condition);
  }

  private static List<Outcome> outcomes(
      CosmosItemStore store,
      List<ItemKey> keys,
      java.util.function.Function<ItemKey, ItemOperation> operation)
      throws InterruptedException {
    return store.execute(keys.stream().map(operation).toList()).stream()
        .map(ItemResult::outcome)
        .toList();
  }

  /** Some operations of a bulk are done, others not, the server is away, connections are cut. */
  @Test
  void endsAsTheChangesDoWhateverFails() throws Exception {
    long seed = Long.getLong("alluvium.seed", 1L);
    Random random = new Random(seed);
    History history = new History(random);
    TestTable table = table(Map.of("timeout", "10 s", "freshness.id", "freshness"));
    AtomicInteger faults = new AtomicInteger();
    server.setFaults(foul(random, faults));
    int position = 0;
    try (CosmosConnection connection = table.connect(open(table))) {
      for (int step = 0; step < STEPS; step++) {
        history.grow(1 + random.nextInt(LARGEST_STEP));
        table.write(connection, history.between(position, history.size()));
        assertThat(TestTable.contents(container))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(history.contents(history.size()));
        position = history.size();
        if (step % 5 == 0) {
          connection.checkpoint(Instant.now());
        }
      }
    }
    assertThat(faults).hasValueGreaterThan(STEPS);
  }

  @Test
  void aTokenOfEntraIdIsTakenFromItsFileAndAnExpiredOneIsTold() throws Exception {
    Path federated = Files.writeString(folder.resolve("federated"), "assertion\n");
    AtomicReference<String> form = new AtomicReference<>();
    HttpServer authority =
        authority(200, "{\"access_token\":\"granted\",\"expires_in\":3600}", form::set);
    try {
      EntraIdentity identity = identity(authority, federated);
      ContainerAddress address = table(Map.of()).config().address();
      Patience patience = new Patience(0, Duration.ZERO, time -> {});
      server.setTokens(List.of("granted"));
      try (CosmosItemStore store =
          CosmosItemStore.open(address, new Authentication.EntraId(identity), null, patience)) {
        assertThat(
                outcomes(store, List.of(key("x")), key -> new ItemOperation.Create(key, item("x"))))
            .containsOnly(Outcome.DONE);
        assertThat(form.get())
            .contains("client_id=client", "client_assertion=assertion", "grant_type=client_");
        server.setTokens(List.of());
        ItemResult refused = store.execute(List.of(new ItemOperation.Read(key("x")))).get(0);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(StoreFailures.describe(address, "does not tell a row", refused))
            .hasMessageContaining("status 401")
            .hasMessageContaining("has expired: renew it where the options");
      }
    } finally {
      authority.stop(0);
    }
  }

  private static HttpServer authority(int status, String answer, Consumer<String> asked)
      throws IOException {
    HttpServer authority = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    authority.createContext(
        "/tenant/oauth2/v2.0/token",
        exchange -> {
          asked.accept(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    authority.start();
    return authority;
  }

  private static EntraIdentity identity(HttpServer authority, Path federated) {
    return new EntraIdentity(
        "tenant",
        "client",
        "http://127.0.0.1:" + authority.getAddress().getPort(),
        federated.toString(),
        null);
  }

  /** What Entra ID refuses is not asked again; where it is away it is. */
  @Test
  void aRefusalOfEntraIdIsToldAtOnce() throws Exception {
    Path federated = Files.writeString(folder.resolve("refused"), "assertion\n");
    String answer = "{\"error_description\":\"AADSTS700016: No such application.\"}";
    for (int status : new int[] {400, 503}) {
      AtomicInteger asked = new AtomicInteger();
      HttpServer authority = authority(status, answer, form -> asked.incrementAndGet());
      try {
        assertThatThrownBy(() -> open(identity(authority, federated)))
            .isInstanceOf(CosmosStoreException.class)
            .hasMessageContaining("gives no token: status " + status + ", AADSTS700016")
            .satisfies(
                thrown ->
                    assertThat(
                            thrown
                                .getMessage()
                                .endsWith(
                                    "Check the identity and that its"
                                        + " credential has not expired."))
                        .isEqualTo(status == 400));
        assertThat(asked).hasValue(status == 400 ? 1 : 3);
      } finally {
        authority.stop(0);
      }
    }
    HttpServer none = authority(200, "", form -> {});
    try {
      assertThatThrownBy(() -> open(identity(none, folder.resolve("missing"))))
          .hasMessageContaining("cannot be used: Entra ID needs a federated token in the file")
          .hasMessageEndingWith("without it, AZURE_FEDERATED_TOKEN_FILE.");
    } finally {
      none.stop(0);
    }
  }

  private static CosmosItemStore open(EntraIdentity identity) throws Exception {
    return CosmosItemStore.open(
        table(Map.of()).config().address(),
        new Authentication.EntraId(identity),
        null,
        new Patience(2, Duration.ZERO, time -> {}));
  }

  @Test
  void aWrongKeyAndAMissingContainerAreTold() {
    server.setKey("b3RoZXI=");
    assertThatThrownBy(() -> open(table(Map.of())))
        .isInstanceOf(CosmosStoreException.class)
        .hasMessageContaining("kpis/t at " + server.endpoint() + " cannot be used: status 401")
        .hasMessageContaining("has expired");
    server.setKey(server.key());
    assertThatThrownBy(() -> open(table(Map.of("container", "none"))))
        .isInstanceOf(CosmosStoreException.class)
        .hasMessageContaining("status 404")
        .hasMessageContaining("Make the container");
    server.setFaults(
        new CosmosFaults() {
          @Override
          public Fault request(String method, String path) {
            return Fault.status(503, 0);
          }
        });
    assertThatThrownBy(() -> open(table(Map.of())))
        .isInstanceOf(CosmosStoreException.class)
        .hasMessageContaining("Check option 'endpoint'");
  }

  /** As far as that goes without the servers of partitions. */
  @Test
  void aClientOfDirectModeReadsTheContainer() throws Exception {
    try (CosmosItemStore store = open(table(Map.of("connection.mode", "direct")))) {
      assertThat(store.definition().partitionPaths()).containsExactly("/board");
    }
  }

  /** As it would be on a virtual machine of the cloud: an address that does not answer here. */
  @Test
  void theClientIsKeptFromTheMetadataAddressOfClouds() throws Exception {
    try (CosmosItemStore store = open(table(Map.of()))) {
      assertThat(store.definition().partitionPaths()).containsExactly("/board");
      assertThat(System.getProperty("COSMOS.DISABLE_IMDS_ACCESS")).isEqualTo("true");
    }
  }

  /** The server's own delay is kept, however small the connector's. */
  @Test
  void waitsAsLongAsAThrottledServerSays() throws Exception {
    List<Duration> pauses = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(3);
    server.setFaults(
        new CosmosFaults() {
          @Override
          public Fault operation(String type, String id) {
            return left.getAndDecrement() > 0 ? Fault.throttled(1234) : Fault.NONE;
          }
        });
    TestTable table = table(Map.of());
    try (CosmosItemStore store = open(table)) {
      RequestUnits units = new RequestUnits(0, System::nanoTime, pauses::add);
      GuardedWrites writes =
          new GuardedWrites(
              store,
              ItemLayout.of(table.table(), store.definition()),
              units,
              new Patience(0, Duration.ZERO, pauses::add),
              TestTable.metrics(),
              (what, result) -> new IOException(what));
      ItemLayout layout = ItemLayout.of(table.table(), store.definition());
      List<ItemChange> changes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        changes.add(layout.change(Change.put("b", "x" + i, 1L, "v").row()));
      }
      assertThat(writes.write(changes, 1)).isEmpty();
      assertThat(pauses).isNotEmpty().containsOnly(Duration.ofMillis(1234));
      assertThat(TestTable.contents(container)).hasSize(4);
    }
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndAContainerThatIsDeletedIsTold() throws Exception {
    TestTable table = table(Map.of("sink.max-retries", "3000", "timeout", "10 s"));
    try (CosmosConnection connection = table.connect(open(table))) {
      table.write(connection, Change.put("b", "x", 1L, "one"), Change.put("b", "y", 1L, "one"));
      server.suspend();
      connection.send(
          table.batch(
              connection,
              List.of(Change.put("b", "x", 2L, "two"), Change.put("b", "y", 2L, "two"))));
      server.resume();
      connection.await();
      assertThat(TestTable.contents(container)).isEqualTo(Map.of("b:x", "two", "b:y", "two"));
      server.drop(TestTable.DATABASE, TestTable.CONTAINER);
      assertThatThrownBy(
              () ->
                  table.write(
                      connection, Change.put("b", "x", 3L, "three"), Change.delete("b", "y", 3L)))
          .hasMessageContaining("kpis/t at " + server.endpoint())
          .hasMessageContaining("status 404")
          .hasMessageContaining("Make the container");
    }
  }

  private static CosmosFaults foul(Random random, AtomicInteger count) {
    List<CosmosFaults.Fault> operations =
        List.of(
            CosmosFaults.Fault.throttled(3),
            CosmosFaults.Fault.status(449, 0),
            CosmosFaults.Fault.status(503, 0),
            CosmosFaults.Fault.status(410, 0),
            CosmosFaults.Fault.status(404, 1002));
    List<CosmosFaults.Fault> requests =
        List.of(
            CosmosFaults.Fault.throttled(5),
            CosmosFaults.Fault.cut(true),
            CosmosFaults.Fault.cut(false),
            CosmosFaults.Fault.status(449, 0));
    return new CosmosFaults() {
      @Override
      public synchronized Fault request(String method, String path) {
        return path.endsWith("/docs") ? any(requests, 6) : Fault.NONE;
      }

      @Override
      public synchronized Fault operation(String type, String id) {
        return any(operations, 10);
      }

      private Fault any(List<Fault> faults, int oneIn) {
        if (random.nextInt(oneIn) > 0) {
          return Fault.NONE;
        }
        count.incrementAndGet();
        return faults.get(random.nextInt(faults.size()));
      }
    };
  }
}
