package io.alluvium.local.cosmos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.local.cosmos.CosmosFaults.Fault;
import javax.annotation.Nullable;

/** Operations on the items of a container, as requests have them. */
final class ItemRequests {
  private final LocalContainer container;
  private final CosmosFaults faults;
  private final ObjectMapper json = new ObjectMapper();

  ItemRequests(LocalContainer container, CosmosFaults faults) {
    this.container = container;
    this.faults = faults;
  }

  /** The answers of a bulk, each operation by itself. */
  ArrayNode bulk(JsonNode operations) throws JsonProcessingException {
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    for (JsonNode operation : operations) {
      String type = operation.path("operationType").asText();
      String id = operation.path("id").asText(operation.at("/resourceBody/id").asText());
      Fault fault = faults.operation(type, id);
      ItemAnswer answer = fault.answer();
      if (fault.done()) {
        ItemAnswer real =
            answer(
                type,
                id,
                (ArrayNode) json.readTree(operation.path("partitionKey").asText()),
                operation.path("resourceBody"),
                operation.path("ifMatch").asText(null));
        answer = fault.status() == 0 ? real : answer;
      }
      answers.add(json(answer, type));
    }
    return answers;
  }

  private static ObjectNode json(ItemAnswer answer, String type) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("statusCode", answer.status());
    node.put("requestCharge", answer.charge());
    if (answer.subStatus() != 0) {
      node.put("subStatusCode", answer.subStatus());
    }
    if (answer.retryAfterMillis() > 0) {
      node.put("retryAfterMilliseconds", answer.retryAfterMillis());
    }
    if (answer.item() != null) {
      node.put("eTag", answer.etag());
      if (type.equals("Read")) {
        node.set("resourceBody", answer.item());
      }
    }
    return node;
  }

  ItemAnswer answer(
      String type, String id, ArrayNode partition, JsonNode body, @Nullable String etag) {
    return switch (type) {
      case "Create" -> container.create((ObjectNode) body, partition);
      case "Upsert" -> container.upsert((ObjectNode) body, partition);
      case "Replace" -> container.replace((ObjectNode) body, partition, etag);
      case "Patch" ->
          container.patch(
              id, partition, body.path("operations"), body.path("condition").asText(""));
      case "Delete" -> container.delete(id, partition, etag);
      case "Read" -> container.read(id, partition);
      default -> ItemAnswer.refused(400, "Operation type '" + type + "' is not supported.");
    };
  }
}
