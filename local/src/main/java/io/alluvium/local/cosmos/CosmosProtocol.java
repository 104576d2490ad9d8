package io.alluvium.local.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.alluvium.local.cosmos.CosmosFaults.Fault;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The requests of the client over HTTP. */
final class CosmosProtocol implements HttpHandler {
  private static final String JSON = "application/json";

  private final LocalDatabases databases;
  private final Signatures signatures;
  private final Supplier<CosmosFaults> faults;
  private final Supplier<String> endpoint;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong requests = new AtomicLong();

  CosmosProtocol(
      LocalDatabases databases,
      Signatures signatures,
      Supplier<CosmosFaults> faults,
      Supplier<String> endpoint) {
    this.databases = databases;
    this.signatures = signatures;
    this.faults = faults;
    this.endpoint = endpoint;
  }

  /** What is answered. */
  private record Response(
      int status, int subStatus, JsonNode body, double charge, long retryAfter) {
    static Response of(int status, JsonNode body) {
      return new Response(status, 0, body, 1, 0);
    }

    static Response of(ItemAnswer answer) {
      JsonNode body =
          answer.item() == null
              ? JsonNodeFactory.instance.objectNode().put("message", answer.message())
              : answer.item();
      return new Response(
          answer.status(), answer.subStatus(), body, answer.charge(), answer.retryAfterMillis());
    }

    static Response error(int status, int subStatus, String message) {
      return of(new ItemAnswer(status, subStatus, null, 1, 0, message));
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      requests.incrementAndGet();
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      Fault fault = faults.get().request(method, path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      Response response = null;
      if (fault.done()) {
        response = answer(exchange, method, path, body);
      }
      if (fault.cut()) {
        return;
      }
      write(exchange, response == null ? Response.of(fault.answer()) : response);
    } finally {
      exchange.close();
    }
  }

  private void write(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", JSON);
    headers.set("x-ms-request-charge", Double.toString(response.charge()));
    headers.set("x-ms-activity-id", UUID.randomUUID().toString());
    headers.set("x-ms-session-token", "0:-1#" + requests.get());
    if (response.subStatus() != 0) {
      headers.set("x-ms-substatus", Integer.toString(response.subStatus()));
    }
    if (response.retryAfter() > 0) {
      headers.set("x-ms-retry-after-ms", Long.toString(response.retryAfter()));
    }
    String etag = response.body().path("_etag").asText("");
    if (!etag.isEmpty()) {
      headers.set("etag", etag);
    }
    boolean empty = response.status() == 204 || response.status() == 304;
    byte[] bytes = json.writeValueAsBytes(response.body());
    exchange.sendResponseHeaders(response.status(), empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private Response answer(HttpExchange exchange, String method, String path, byte[] body)
      throws IOException {
    List<String> segments =
        Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
    Headers headers = exchange.getRequestHeaders();
    String authorization = headers.getFirst("authorization");
    String date = headers.getFirst("x-ms-date");
    if (authorization == null
        || date == null
        || !signatures.valid(authorization, method, segments, date)) {
      return Response.error(401, 0, "The input authorization token can't serve the request.");
    }
    JsonNode input = body.length == 0 ? JsonNodeFactory.instance.nullNode() : json.readTree(body);
    return switch (segments.size()) {
      case 0 -> Response.of(200, account());
      case 1 -> createDatabase(input);
      case 2 ->
          databases
              .database(segments.get(1))
              .map(found -> Response.of(200, found))
              .orElseGet(CosmosProtocol::noOwner);
      case 3 -> createContainer(segments.get(1), input);
      default -> {
        Optional<LocalDatabases.Entry> entry =
            databases.container(segments.get(1), segments.get(3));
        yield entry.isEmpty()
            ? noOwner()
            : ofContainer(entry.get(), exchange, method, segments, input);
      }
    };
  }

  private static Response noOwner() {
    return Response.error(404, 1003, "Owner resource does not exist");
  }

  private Response createDatabase(JsonNode input) {
    String name = input.path("id").asText();
    boolean made = databases.create(name);
    return made
        ? Response.of(201, databases.database(name).orElseThrow())
        : Response.error(409, 0, "There is such a database.");
  }

  private Response createContainer(String database, JsonNode input) {
    if (databases.database(database).isEmpty()) {
      return noOwner();
    }
    return databases
        .create(database, input)
        .map(made -> Response.of(201, made.json()))
        .orElseGet(() -> Response.error(409, 0, "There is such a container."));
  }

  private ObjectNode account() {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.put("id", "local").put("_rid", "local").put("_self", "").put("_dbs", "//dbs/");
    account.put("media", "//media/").put("addresses", "//addresses/");
    for (String locations : List.of("writableLocations", "readableLocations")) {
      account
          .putArray(locations)
          .addObject()
          .put("name", "Local")
          .put("databaseAccountEndpoint", endpoint.get() + "/");
    }
    account.put("enableMultipleWriteLocations", false);
    account.putObject("userConsistencyPolicy").put("defaultConsistencyLevel", "Session");
    for (String policy : List.of("userReplicationPolicy", "systemReplicationPolicy")) {
      account
          .putObject(policy)
          .put("asyncReplication", false)
          .put("minReplicaSetSize", 1)
          .put("maxReplicasetSize", 4);
    }
    account
        .putObject("readPolicy")
        .put("primaryReadCoefficient", 1)
        .put("secondaryReadCoefficient", 1);
    return account.put("queryEngineConfiguration", "{}");
  }

  private Response ofContainer(
      LocalDatabases.Entry entry,
      HttpExchange exchange,
      String method,
      List<String> segments,
      JsonNode input)
      throws IOException {
    if (segments.size() == 4) {
      return Response.of(200, entry.json());
    }
    Headers headers = exchange.getRequestHeaders();
    if (segments.get(4).equals("pkranges")) {
      return headers.containsKey("If-None-Match")
          ? Response.of(304, JsonNodeFactory.instance.objectNode())
          : Response.of(200, ranges(entry));
    }
    ItemRequests items = new ItemRequests(entry.container(), faults.get());
    if (flag(headers, "x-ms-cosmos-is-batch-request")) {
      return Response.of(200, items.bulk(input));
    }
    String partition = headers.getFirst("x-ms-documentdb-partitionkey");
    if (partition == null || flag(headers, "x-ms-documentdb-isquery")) {
      return Response.error(400, 0, "Queries are not understood.");
    }
    String type =
        switch (method) {
          case "POST" -> flag(headers, "x-ms-documentdb-is-upsert") ? "Upsert" : "Create";
          case "PUT" -> "Replace";
          case "PATCH" -> "Patch";
          case "DELETE" -> "Delete";
          default -> "Read";
        };
    String id = segments.size() > 5 ? segments.get(5) : input.path("id").asText();
    Fault fault = faults.get().item(type, id);
    if (!fault.done()) {
      return Response.of(fault.answer());
    }
    return Response.of(
        items.answer(
            type, id, (ArrayNode) json.readTree(partition), input, headers.getFirst("If-Match")));
  }

  private static boolean flag(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value != null && value.toLowerCase(Locale.ROOT).equals("true");
  }

  private static ObjectNode ranges(LocalDatabases.Entry entry) {
    ObjectNode ranges = JsonNodeFactory.instance.objectNode();
    ranges.put("_rid", entry.resourceId()).put("_count", 1).put("_etag", "\"1\"");
    ranges
        .putArray("PartitionKeyRanges")
        .addObject()
        .put("id", "0")
        .put("_rid", entry.resourceId() + "0")
        .put("_self", entry.resourceId() + "/pkranges/0")
        .put("_etag", "\"1\"")
        .put("minInclusive", "")
        .put("maxExclusive", "FF")
        .put("status", "online")
        .putArray("parents");
    return ranges;
  }
}
