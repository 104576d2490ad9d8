package io.alluvium.connectors.delta.parquet;

import java.net.URI;
import java.net.URISyntaxException;

/** Paths of data files as the log has them: URIs (RFC 2396), relative to the table. */
final class PathEncoding {

  private PathEncoding() {}

  static String encode(String relativePath) {
    try {
      return new URI(null, null, relativePath, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a relative path: " + relativePath, e);
    }
  }
}
