package io.alluvium.local.cosmos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import javax.annotation.Nullable;

/**
 * What came of an operation.
 *
 * @param status of HTTP
 * @param subStatus of Cosmos DB; 0 for none
 * @param item as it is now; null where the operation was not done
 * @param charge in request units
 * @param retryAfterMillis 0 where the server does not say
 * @param message of what went wrong; else empty
 */
public record ItemAnswer(
    int status,
    int subStatus,
    @Nullable ObjectNode item,
    double charge,
    long retryAfterMillis,
    String message) {
  static ItemAnswer done(int status, ObjectNode item, double charge) {
    return new ItemAnswer(status, 0, item, charge, 0, "");
  }

  static ItemAnswer refused(int status, String message) {
    return new ItemAnswer(status, 0, null, 1, 0, message);
  }

  /** The entity tag of the item; null where the operation was not done. */
  @Nullable
  public String etag() {
    return item == null ? null : item.path("_etag").asText();
  }
}
