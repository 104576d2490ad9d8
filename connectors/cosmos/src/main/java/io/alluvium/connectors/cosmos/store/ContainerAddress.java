package io.alluvium.connectors.cosmos.store;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Where a container is and how it is talked to.
 *
 * @param endpoint of the account, such as {@code https://name.documents.azure.com}
 * @param timeout of an answer
 */
public record ContainerAddress(
    String endpoint, String database, String container, boolean direct, Duration timeout)
    implements Serializable {

  /**
   * @throws IllegalArgumentException where the endpoint is none
   */
  public ContainerAddress {
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + endpoint + "' is no address", e);
    }
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + endpoint + "' is none of https://<account>.documents.azure.com");
    }
  }

  ContainerAddress sibling(String name) {
    return new ContainerAddress(endpoint, database, name, direct, timeout);
  }

  /** Whether the endpoint is on this machine, and so an emulator. */
  boolean isLocal() {
    String host = URI.create(endpoint).getHost();
    if (host.equals("localhost")) {
      return true;
    }
    try {
      // Addresses only: a name is not to be asked for.
      return host.matches("[0-9.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return database + "/" + container + " at " + endpoint;
  }
}
