package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosException;
import javax.annotation.Nullable;
import reactor.core.Exceptions;

/** What goes wrong with Cosmos DB, and what to do about it. */
public final class StoreFailures {
  private static final int LONGEST_MESSAGE = 300;

  private StoreFailures() {}

  /** What an exception of the client comes to. */
  static ItemResult result(Throwable failure) {
    Throwable cause = Exceptions.unwrap(failure);
    CosmosException known = find(cause, CosmosException.class);
    if (known == null) {
      // The client hands on what was wrong with the credential, with words of its own around it.
      CosmosStoreException own = find(cause, CosmosStoreException.class);
      return own == null
          ? ItemResult.failed(0, 0, cause.toString())
          : ItemResult.refused(own.getMessage());
    }
    ItemResult result =
        ItemResult.failed(known.getStatusCode(), known.getSubStatusCode(), shortened(known));
    return new ItemResult(
        result.outcome(),
        result.status(),
        result.subStatus(),
        null,
        null,
        known.getRetryAfterDuration(),
        known.getRequestCharge(),
        result.message());
  }

  @Nullable
  private static <T extends Throwable> T find(Throwable failure, Class<T> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }

  /** Without the client's diagnostics, which are pages. */
  private static String shortened(CosmosException failure) {
    String message = String.valueOf(failure.getShortMessage()).replaceAll("\\s+", " ").strip();
    return message.length() > LONGEST_MESSAGE
        ? message.substring(0, LONGEST_MESSAGE) + "…"
        : message;
  }

  /**
   * One line with the place, what was done, the reason and the remedy.
   *
   * @param what such as {@code did not take a batch of 3 rows}
   */
  public static CosmosStoreException describe(
      ContainerAddress address, String what, ItemResult result) {
    String remedy = result.isToldWhole() ? "" : " " + remedy(result);
    return new CosmosStoreException(
        "Cosmos DB container "
            + address
            + " "
            + what
            + ": "
            + result.describe().replaceAll("\\.$", "")
            + "."
            + remedy);
  }

  private static String remedy(ItemResult result) {
    return switch (result.status()) {
      case 0, 408, 503 -> "Check option 'endpoint' and that the account answers.";
      case 401 ->
          "The key or token is wrong or has expired: renew it where the options 'key.file',"
              + " 'key.environment' or 'entra-id.…' say, and check this machine's clock.";
      case 403 ->
          "Give the identity the role 'Cosmos DB Built-in Data Contributor', and check the account's"
              + " firewall.";
      case 404 -> "Make the container, or check the options 'database' and 'container'.";
      case 409, 412 ->
          "Others change the same item all the time: see that one job writes the table, or start it"
              + " with fewer tasks.";
      case 429 -> "Give the container more request units.";
      default -> "See the account's log.";
    };
  }
}
