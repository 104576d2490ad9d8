package io.alluvium.connectors.cosmos.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import javax.annotation.Nullable;

/**
 * What came of an operation.
 *
 * @param status of HTTP; 0 where there was no answer
 * @param subStatus of Cosmos DB
 * @param etag of the item as it is now, where the operation was done
 * @param item that was read
 * @param retryAfter how long the server wants to be left alone; zero where it does not say
 * @param requestUnits what the operation has cost
 * @param message of what went wrong; else empty
 */
public record ItemResult(
    Outcome outcome,
    int status,
    int subStatus,
    @Nullable String etag,
    @Nullable ObjectNode item,
    Duration retryAfter,
    double requestUnits,
    String message) {

  /** What an answer means. */
  public enum Outcome {
    DONE,
    /** There is an item already. */
    CONFLICT,
    /** The item is not the one, or not such a one, that the operation was for. */
    PRECONDITION,
    MISSING,
    /** Too many request units at once. */
    THROTTLED,
    /** Not known to be done: to be asked again. */
    LATER,
    /** The item itself cannot be stored. */
    UNFIT,
    /** The container is not there any more. */
    CONTAINER_MISSING,
    /** For good. */
    REFUSED
  }

  private static final int READ_SESSION_NOT_AVAILABLE = 1002;
  private static final int OWNER_RESOURCE_MISSING = 1003;
  private static final int WRITE_FORBIDDEN = 3;

  /** The outcome that a status means. */
  public static Outcome outcome(int status, int subStatus) {
    return switch (status) {
      case 200, 201, 204, 304 -> Outcome.DONE;
      case 400, 413 -> Outcome.UNFIT;
      case 403 -> subStatus == WRITE_FORBIDDEN ? Outcome.LATER : Outcome.REFUSED;
      case 404 ->
          switch (subStatus) {
            case READ_SESSION_NOT_AVAILABLE -> Outcome.LATER;
            case OWNER_RESOURCE_MISSING -> Outcome.CONTAINER_MISSING;
            default -> Outcome.MISSING;
          };
      case 409 -> Outcome.CONFLICT;
      case 412 -> Outcome.PRECONDITION;
      case 429 -> Outcome.THROTTLED;
      case 0, 408, 410, 424, 449 -> Outcome.LATER;
      default -> status >= 500 ? Outcome.LATER : Outcome.REFUSED;
    };
  }

  /** Of an operation that was not answered, or with an error. */
  public static ItemResult failed(int status, int subStatus, String message) {
    return new ItemResult(
        outcome(status, subStatus), status, subStatus, null, null, Duration.ZERO, 0, message);
  }

  /**
   * Of an operation that did not reach the server, nor will if it is asked again.
   *
   * @param message with what is wrong and the remedy
   */
  static ItemResult refused(String message) {
    return failed(0, 0, message).as(Outcome.REFUSED);
  }

  /** Whether the message is all that there is to say. */
  boolean isToldWhole() {
    return status == 0 && outcome == Outcome.REFUSED;
  }

  /** The same with another meaning. */
  ItemResult as(Outcome other) {
    return new ItemResult(other, status, subStatus, etag, item, retryAfter, requestUnits, message);
  }

  /** For people: the status and what the server said. */
  public String describe() {
    if (isToldWhole()) {
      return message;
    }
    String code =
        status == 0 ? "no answer" : "status " + status + (subStatus > 0 ? "/" + subStatus : "");
    return message.isEmpty() ? code : code + ": " + message;
  }
}
