package io.alluvium.ingest.rest;

import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.rest.RestSettings.Incremental;
import io.alluvium.ingest.rest.RestSettings.Paging;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which page follows which, and at what address it is. */
final class PageSequence {
  // RFC 8288: <target>; param; param, <target> ...
  private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
  private static final Pattern NEXT =
      Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)");

  private final RestSettings settings;
  private final Paging paging;
  private final Optional<KeyParameter> key;

  PageSequence(RestSettings settings) {
    this.settings = settings;
    this.paging = settings.paging();
    this.key = KeyParameter.of(settings.auth());
  }

  URI address(RestProgress progress) {
    if (paging.kind() == RestSettings.PagingKind.LINK && progress.page() != null) {
      // State of older releases may have the key in it.
      return withoutKey(URI.create(progress.page()));
    }
    Map<String, String> query = new LinkedHashMap<>(settings.query());
    Incremental incremental = settings.incremental();
    if (incremental != null && progress.since() != null) {
      query.put(incremental.parameter(), progress.since());
    }
    if (paging.sizeParameter() != null) {
      query.put(paging.sizeParameter(), String.valueOf(paging.size()));
    }
    switch (paging.kind()) {
      case PAGE, OFFSET -> query.put(paging.parameter(), number(progress));
      case CURSOR -> {
        if (progress.page() != null) {
          query.put(paging.parameter(), progress.page());
        }
      }
      default -> {}
    }
    StringBuilder address = new StringBuilder(settings.url().toString());
    String separator = settings.url().getRawQuery() == null ? "?" : "&";
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      address
          .append(separator)
          .append(RestClient.encoded(parameter.getKey()))
          .append('=')
          .append(RestClient.encoded(parameter.getValue()));
      separator = "&";
    }
    return URI.create(address.toString());
  }

  private String number(RestProgress progress) {
    return progress.page() != null
        ? progress.page()
        : String.valueOf(paging.kind() == RestSettings.PagingKind.PAGE ? paging.first() : 0);
  }

  /**
   * The page behind one that was read; empty where that was the last.
   *
   * @param records how many it had
   */
  Optional<String> next(RestProgress progress, byte[] body, HttpHeaders headers, int records)
      throws IOException {
    Optional<String> next =
        switch (paging.kind()) {
          case NONE -> Optional.empty();
          case PAGE ->
              isLast(body, records)
                  ? Optional.empty()
                  : Optional.of(String.valueOf(Long.parseLong(number(progress)) + 1));
          case OFFSET ->
              isLast(body, records)
                  ? Optional.empty()
                  : Optional.of(String.valueOf(Long.parseLong(number(progress)) + records));
          case CURSOR ->
              saysNoMore(body)
                  ? Optional.empty()
                  : paging.cursor().scalar(body).filter(cursor -> !cursor.isEmpty());
          case LINK -> link(address(progress), headers);
        };
    if (next.isPresent() && next.get().equals(progress.page())) {
      throw new BatchException(
          settings.source()
              + " names the same page again as the next ("
              + next.get()
              + "). Check the definition's paging.");
    }
    return next;
  }

  private boolean isLast(byte[] body, int records) throws IOException {
    if (paging.hasMore() != null) {
      return saysNoMore(body);
    }
    return records == 0 || records < paging.size();
  }

  private boolean saysNoMore(byte[] body) throws IOException {
    return paging.hasMore() != null
        && !paging.hasMore().scalar(body).map(Boolean::parseBoolean).orElse(false);
  }

  private Optional<String> link(URI current, HttpHeaders headers) {
    for (String header : headers.allValues("Link")) {
      Matcher links = LINK.matcher(header);
      while (links.find()) {
        if (NEXT.matcher(links.group(2)).find()) {
          URI next = withoutKey(resolved(current, links.group(1)));
          if (!origin(next).equals(origin(settings.url()))) {
            throw new BatchException(
                settings.source()
                    + " names a next page at another server ("
                    + origin(next)
                    + "), which is not given the credentials. Write its address as url if it is"
                    + " meant.");
          }
          return Optional.of(next.toString());
        }
      }
    }
    return Optional.empty();
  }

  /** Says nothing of the target, in which there may be a secret. */
  private URI resolved(URI current, String target) {
    try {
      return current.resolve(new URI(target));
    } catch (URISyntaxException e) {
      throw new BatchException(
          settings.source()
              + " names a next page in its header Link whose address is none: "
              + e.getReason()
              + " at its character "
              + (e.getIndex() + 1)
              + ". Have the server encode it, or page in another way.");
    }
  }

  private URI withoutKey(URI address) {
    return key.map(one -> one.removedFrom(address)).orElse(address);
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }
}
