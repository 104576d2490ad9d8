package io.alluvium.ingest.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.alluvium.connectors.delta.sink.routing.RoutedRow;
import io.alluvium.definitions.DefinitionException;
import io.alluvium.ingest.batch.BatchException;
import io.alluvium.ingest.batch.BatchRun;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.batch.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestPagesTest {
  private static final String PATH = "/orders";
  private static final String IN_THREE_PAGES =
      "paging: {by: page, size: 2, size-parameter: per_page}";
  private static WireMockServer server;

  private final List<Duration> pauses = new ArrayList<>();
  private RestProgress reached;

  @BeforeAll
  static void start() {
    server =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void reset() {
    server.resetAll();
  }

  @Test
  void pagesByNumber() throws Exception {
    stub("page", "1", "[{\"id\":1},{\"id\":2}]");
    stub("page", "2", "[{\"id\":3},{\"id\":4}]");
    stub("page", "3", "[{\"id\":5}]");

    assertThat(ids(IN_THREE_PAGES)).containsExactly(1L, 2L, 3L, 4L, 5L);
    server.verify(
        3, getRequestedFor(urlPathEqualTo(PATH)).withQueryParam("per_page", equalTo("2")));
  }

  @Test
  void pagesByOffset() throws Exception {
    stub("start", "0", "{\"rows\":[{\"id\":1},{\"id\":2}],\"more\":true}");
    stub("start", "2", "{\"rows\":[{\"id\":3}],\"more\":false}");

    assertThat(
            ids("records: rows\n  paging: {by: offset, parameter: start, has-more: more, size: 9}"))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void pagesByCursor() throws Exception {
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("after", absent())
            .willReturn(okJson("{\"d\":[{\"id\":1}],\"meta\":{\"next\":\"a/b=\"}}")));
    stub("after", "a/b=", "{\"d\":[],\"meta\":{\"next\":\"c\"}}");
    stub("after", "c", "{\"d\":[{\"id\":2}],\"meta\":{\"next\":null}}");
    String definition = "records: d\n  paging: {by: cursor, parameter: after, cursor: meta.next}";

    assertThat(ids(definition)).containsExactly(1L, 2L);

    stub("after", "c", "{\"d\":[{\"id\":2}],\"meta\":{\"next\":\"c\"}}");
    assertThatThrownBy(() -> ids(definition))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("names the same page again");
  }

  @Test
  void pagesByLink() throws Exception {
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(
                okJson("[{\"id\":1}]")
                    .withHeader("Link", "</first>; rel=\"first\", </p2?x=1>; rel=\"next last\"")));
    server.stubFor(get("/p2?x=1").willReturn(okJson("[{\"id\":2}]")));

    assertThat(ids("paging: {by: link}")).containsExactly(1L, 2L);

    server.stubFor(
        get("/p2?x=1")
            .willReturn(okJson("[]").withHeader("Link", "<https://elsewhere.example/>; rel=next")));
    assertThatThrownBy(() -> ids("paging: {by: link}"))
        .hasMessageContaining("another server (https://elsewhere.example)");
  }

  @Test
  void failuresAreWaitedForAndDoubleNothing() throws Exception {
    inOrder(
        "page",
        "1",
        aResponse().withStatus(429).withHeader("Retry-After", "7"),
        aResponse().withStatus(503),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        // Cut off within the body, which would pass for a page had it not been checked.
        okJson("[{\"id\":1},{\"id\":2}").withHeader("Content-Length", "30"),
        okJson("[{\"id\":1},{\"id\":2}"),
        okJson("[{\"id\":8},{\"id\":9}]").withFixedDelay(2_000),
        // What was asked for has changed meanwhile; it counts as it is in the answer that came.
        okJson("[{\"id\":1},{\"id\":7}]"));
    inOrder("page", "2", okJson("[{\"id\":3}]"));

    assertThat(ids(IN_THREE_PAGES + "\n  limits: {timeout: 1 s}")).containsExactly(1L, 7L, 3L);
    assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(7));
    // The client itself asks again, at once, where a connection that it kept was closed.
    int answered = pauses.size() - 2;
    assertThat(answered).isBetween(6, 7);
    assertThat(pauses.subList(1, answered)).allMatch(pause -> pause.toMillis() >= 250);
    assertThat(pauses.subList(answered, pauses.size())).containsOnly(Duration.ZERO);
  }

  @Test
  void aRunGivesUpAndAJobOnAnIntervalDoesNot() throws Exception {
    server.stubFor(get(urlPathEqualTo(PATH)).willReturn(aResponse().withStatus(500)));

    assertThatThrownBy(() -> ids("limits: {attempts: 3}"))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("3 attempts in a row have failed, at last because it answers 500");
    RestPages pages = pages("limits: {attempts: 3}", "interval: 1 s", RestProgress.begin(null));
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(pages.next().rows()).isEmpty();
    }
  }

  @Test
  void aTokenIsKeptAndRenewedWhenItIsRefused() throws Exception {
    server.stubFor(
        post("/token")
            .withHeader("Authorization", equalTo("Basic YXBwOnMlM0E="))
            .withRequestBody(containing("grant_type=client_credentials&scope=read+all"))
            .inScenario("token")
            .whenScenarioStateIs("Started")
            .willSetStateTo("second")
            .willReturn(okJson("{\"access_token\":\"one\",\"expires_in\":3600}")));
    server.stubFor(
        post("/token")
            .inScenario("token")
            .whenScenarioStateIs("second")
            .willReturn(okJson("{\"access_token\":\"two\"}")));
    withToken("1", "one", "[{\"id\":1},{\"id\":2}]");
    server.stubFor(page("2").willReturn(aResponse().withStatus(401)));
    withToken("2", "two", "[{\"id\":3}]");

    String auth =
        "auth: {oauth2: {token-url: '"
            + server.baseUrl()
            + "/token', client-id: app, client-secret: '${SECRET}', scope: read all}}";
    assertThat(ids(IN_THREE_PAGES + "\n  " + auth)).containsExactly(1L, 2L, 3L);
    server.verify(2, postRequestedFor(urlPathEqualTo("/token")));

    server.stubFor(page("1").willReturn(aResponse().withStatus(401)));
    assertThatThrownBy(() -> ids(IN_THREE_PAGES + "\n  " + auth))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("answers 401. Check the definition's auth.")
        .hasMessageNotContaining("s:");
  }

  @Test
  void keysGoWhereTheyBelong() throws Exception {
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .withQueryParam("key", equalTo("s:"))
            .willReturn(okJson("[{\"id\":1}]")));
    assertThat(ids("auth: {api-key: {key: '${SECRET}', query: key}}")).containsExactly(1L);

    server.resetAll();
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .withHeader("X-Key", equalTo("s:"))
            .willReturn(okJson("[{\"id\":2}]")));
    assertThat(ids("auth: {api-key: {key: '${SECRET}', header: X-Key}}")).containsExactly(2L);

    server.resetAll();
    server.stubFor(
        get(urlPathEqualTo(PATH)).withBasicAuth("me", "s:").willReturn(okJson("[{\"id\":3}]")));
    assertThat(ids("auth: {basic: {user: me, password: '${SECRET}'}}")).containsExactly(3L);
  }

  @Test
  void aKeyThatTheServerRepeatsIsNotKept() throws Exception {
    String definition =
        "paging: {by: link}\n  auth: {api-key: {key: '${SECRET}', query: 'the key'}}";
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(
                okJson("[{\"id\":1}]").withHeader("Link", "</p2?x=1&the+key=s%3A&y=2>; rel=next")));
    server.stubFor(
        get("/p2?x=1&y=2&the%20key=s%3A")
            .willReturn(okJson("[{\"id\":2}]").withHeader("Link", "</p3?the%20key=s:>; rel=next")));
    server.stubFor(get("/p3?the%20key=s%3A").willReturn(okJson("[]")));
    RestPages pages = pages(definition, "", RestProgress.begin(null));

    for (Page page = pages.next(); page != null; page = pages.next()) {
      assertThat(page.progress()).doesNotContain("s:", "s%3A", "key");
      for (RoutedRow row : page.rows()) {
        assertThat(row.row().toString()).doesNotContain("s:", "s%3A");
      }
    }
    // As one that was kept before.
    RestProgress kept =
        RestProgress.begin(null).next(server.baseUrl() + "/p3?the+key=s%3A", null, List.of(), 1);
    assertThat(ids(pages(definition, "", kept))).isEmpty();
    server.verify(2, getRequestedFor(urlEqualTo("/p3?the%20key=s%3A")));
  }

  @Test
  void whatTheServerRepeatsOfTheSecretsIsNotTold() throws Exception {
    String key = "auth: {api-key: {key: '${SECRET}', query: key}}";
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(400).withBody("no such key: s: in ?key=s%3a")));
    assertThatThrownBy(() -> ids(key))
        .hasMessageContaining("answers 400 (no such key: ****** in ?key=******)");

    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(302).withHeader("Location", "/s%3A/new?key=s%3A")));
    assertThatThrownBy(() -> ids(key)).hasMessageContaining("It has moved to /******/new;");

    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(400).withBody("not 'Basic bWU6czo='")));
    assertThatThrownBy(() -> ids("auth: {basic: {user: me, password: '${SECRET}'}}"))
        .hasMessageContaining("answers 400 (not 'Basic ******')");

    server.stubFor(post("/token").willReturn(okJson("{\"access_token\":\"t0ken\"}")));
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(400).withBody("not 'Bearer t0ken'")));
    assertThatThrownBy(
            () ->
                ids(
                    "auth: {oauth2: {token-url: '"
                        + server.baseUrl()
                        + "/token', client-id: app, client-secret: '${SECRET}'}}"))
        .hasMessageContaining("answers 400 (not 'Bearer ******')");
  }

  @Test
  void aNextPageWhoseAddressIsNoneIsSaidSo() {
    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(okJson("[]").withHeader("Link", "</p2?key=a b>; rel=next")));

    assertThatThrownBy(() -> ids("paging: {by: link}"))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining(
            "names a next page in its header Link whose address is none: Illegal character in"
                + " query at its character 10.");
  }

  @Test
  void recordsOfTheMarkAreNotTakenTwice() throws Exception {
    String incremental = "incremental: {parameter: since, field: at, from: '5'}";
    stub("since", "5", "[{\"id\":1,\"at\":6},{\"id\":2,\"at\":10},{\"id\":3,\"at\":9}]");
    assertThat(ids(incremental)).containsExactly(1L, 2L, 3L);
    assertThat(reached.since()).isEqualTo("10");

    // The server's comparison includes the mark, and another record with it has come.
    stub("since", "10", "[{\"id\":3,\"at\":9},{\"id\":2,\"at\":10},{\"id\":4,\"at\":10}]");
    RestProgress second = reached;
    assertThat(ids(pages(incremental, "", second))).containsExactly(4L);
    assertThat(ids(pages(incremental, "", reached))).isEmpty();
    assertThat(reached.rounds()).isEqualTo(3);
    assertThat(RestProgress.parse(reached.toText())).isEqualTo(reached);
  }

  @Test
  void whatCannotGoOnSaysWhy() {
    server.stubFor(get(urlPathEqualTo(PATH)).willReturn(okJson("[" + "{},".repeat(900) + "{}]")));
    assertThatThrownBy(() -> ids("limits: {max-response-bytes: 1 kb}"))
        .hasMessageContaining("more than max-response-bytes = 1024");

    server.stubFor(
        get(urlPathEqualTo(PATH))
            .willReturn(aResponse().withStatus(302).withHeader("Location", "https://x.example/")));
    assertThatThrownBy(() -> ids("")).hasMessageContaining("It has moved to https://x.example/");

    assertThatThrownBy(
            () ->
                new RestDefinition(definition("url: http://api.example/orders", "", "")).settings())
        .isInstanceOf(DefinitionException.class)
        .hasMessageStartingWith("orders.yaml, line 2: source.url: is not encrypted");
    assertThatThrownBy(
            () ->
                new RestDefinition(
                        definition(url(), "auth: {basic: {user: me, password: open}}", ""))
                    .settings())
        .hasMessageContaining("source.auth.basic.password: is a secret");
  }

  @Test
  void requestsKeepTheirPace() throws Exception {
    stub("page", "1", "[{\"id\":1},{\"id\":2}]");
    stub("page", "2", "[{\"id\":3}]");

    ids(IN_THREE_PAGES + "\n  limits: {per-second: 0.1}");

    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private List<Long> ids(String source) throws Exception {
    return ids(pages(source, "", RestProgress.begin(from(source))));
  }

  private static String from(String source) {
    return source.contains("from:") ? "5" : null;
  }

  private List<Long> ids(RestPages pages) throws Exception {
    pauses.clear();
    List<Long> ids = new ArrayList<>();
    for (Page page = pages.next(); page != null; page = pages.next()) {
      pauses.add(page.pause());
      reached = RestProgress.parse(page.progress());
      for (RoutedRow row : page.rows()) {
        ids.add(row.row().getLong(0));
      }
    }
    return ids;
  }

  private static RestPages pages(String source, String root, RestProgress progress) {
    RestDefinition definition = new RestDefinition(definition(url(), source, root));
    RestSettings settings = definition.settings();
    return new RestPages(
        definition.target(settings.columns()),
        settings,
        progress,
        progress.rounds() + 1,
        new Backoff(new Random(1)),
        InstantSource.system());
  }

  private static String url() {
    return "url: " + server.baseUrl() + PATH;
  }

  private static InletDefinition definition(String url, String source, String root) {
    return BatchRun.definition(
        RestJob.SCHEMA,
        """
        source:
          %s
          %s
        table: bronze.orders
        %s
        columns:
          - {name: id, type: BIGINT}
        """
            .formatted(url, source, root),
        Map.of("SECRET", "s:"));
  }

  private static MappingBuilder page(String number) {
    return get(urlPathEqualTo(PATH)).withQueryParam("page", equalTo(number));
  }

  private static void withToken(String page, String token, String body) {
    server.stubFor(
        page(page)
            .withHeader("Authorization", equalTo("Bearer " + token))
            .willReturn(okJson(body)));
  }

  private static void stub(String parameter, String value, String body) {
    inOrder(parameter, value, okJson(body));
  }

  private static void inOrder(
      String parameter,
      String value,
      com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      boolean last = i == answers.length - 1;
      server.stubFor(
          get(urlPathEqualTo(PATH))
              .withQueryParam(parameter, equalTo(value))
              .inScenario(parameter + value)
              .whenScenarioStateIs(i == 0 ? "Started" : "" + i)
              .willSetStateTo(last ? (i == 0 ? "Started" : "" + i) : "" + (i + 1))
              .willReturn(answers[i]));
    }
  }
}
