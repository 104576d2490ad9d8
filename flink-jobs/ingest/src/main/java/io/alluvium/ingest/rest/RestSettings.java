package io.alluvium.ingest.rest;

import io.alluvium.definitions.Secret;
import io.alluvium.ingest.record.DeclaredColumn;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;

/**
 * What a definition says of a REST interface.
 *
 * @param url without the query that paging adds
 * @param query of every request
 * @param headers of every request
 * @param records where in a body they are
 * @param paging how there is more than one page
 * @param incremental how only what is new is asked for; null for everything each time
 * @param auth who asks
 * @param limits of requests
 * @param columns of the records
 * @param interval between two rounds; null for one round
 */
public record RestSettings(
    URI url,
    Map<String, String> query,
    Map<String, String> headers,
    JsonPlace records,
    Paging paging,
    @Nullable Incremental incremental,
    Auth auth,
    Limits limits,
    List<DeclaredColumn> columns,
    @Nullable Duration interval)
    implements Serializable {

  public RestSettings {
    query = new TreeMap<>(query);
    headers = new TreeMap<>(headers);
    columns = List.copyOf(columns);
  }

  /** How pages follow each other. */
  public enum PagingKind {
    NONE,
    PAGE,
    OFFSET,
    CURSOR,
    LINK
  }

  /**
   * @param parameter of the query that takes the page's number, the offset or the cursor
   * @param first number of the first page
   * @param sizeParameter of the query that takes the size; null for none
   * @param size records of a full page, so that a page with fewer is the last; 0 where it is
   *     unknown
   * @param cursor where in a body the next page's cursor is; null for other kinds
   * @param hasMore where in a body it says whether there is a next page; null where it does not
   */
  public record Paging(
      PagingKind kind,
      String parameter,
      long first,
      @Nullable String sizeParameter,
      int size,
      @Nullable JsonPlace cursor,
      @Nullable JsonPlace hasMore)
      implements Serializable {}

  /**
   * @param parameter of the query that takes the mark
   * @param field of a record whose greatest value is the next mark; null where the body has it
   * @param cursor where in the last page's body the next mark is; null where a field is it
   * @param from the first mark; null to begin without
   */
  public record Incremental(
      String parameter,
      @Nullable JsonPlace field,
      @Nullable JsonPlace cursor,
      @Nullable String from)
      implements Serializable {}

  /** Who asks. */
  public sealed interface Auth extends Serializable {}

  /** Nobody in particular. */
  public record Anonymous() implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** A key in a header or in the query. */
  public record ApiKey(@Nullable String header, @Nullable String parameter, Secret key)
      implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** User and password. */
  public record Basic(String user, Secret password) implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /** OAuth 2.0 client credentials (RFC 6749, 4.4). */
  public record ClientCredentials(
      URI tokenUrl, String clientId, Secret secret, @Nullable String scope, boolean inBody)
      implements Auth {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param perSecond most requests in a second; 0 for as many as can be
   * @param timeout of one request, its answer included
   * @param attempts of a request before a round is given up; jobs on an interval never give up
   * @param maxResponseBytes a larger answer is refused
   */
  public record Limits(double perSecond, Duration timeout, int attempts, int maxResponseBytes)
      implements Serializable {}

  /** As the rows name it. */
  String source() {
    return url.toString();
  }
}
