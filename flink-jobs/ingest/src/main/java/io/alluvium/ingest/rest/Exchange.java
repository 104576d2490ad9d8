package io.alluvium.ingest.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request and its whole answer, within a time and a size. */
final class Exchange {
  private final HttpClient client;
  private final Duration timeout;
  private final int maxBytes;

  Exchange(Duration timeout, int maxBytes) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            // An answer elsewhere would get the credentials.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.timeout = timeout;
    this.maxBytes = maxBytes;
  }

  /**
   * @throws IOException where there is no whole answer in time; {@link
   *     LimitedBody.TooLargeException} where it is too large
   */
  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new LimitedBody(maxBytes));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("there is no whole answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ConnectException) {
        throw new IOException("it cannot be reached", cause);
      }
      throw cause instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }
}
