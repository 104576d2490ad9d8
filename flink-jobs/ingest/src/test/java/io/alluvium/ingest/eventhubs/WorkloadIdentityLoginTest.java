package io.alluvium.ingest.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadIdentityLoginTest {
  @TempDir private Path folder;
  private HttpServer authority;
  private volatile int status = 200;
  private volatile String answer =
      "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"the-token\"}";
  private volatile String path = "";
  private volatile String form = "";

  @BeforeEach
  void start() throws IOException {
    authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    authority.createContext(
        "/",
        exchange -> {
          path = exchange.getRequestURI().getPath();
          form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    authority.start();
  }

  @AfterEach
  void stop() {
    authority.stop(0);
  }

  @Test
  void exchangesTheTokenOfThePod() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "pod-token\n");
    WorkloadIdentityLogin login =
        new WorkloadIdentityLogin(
            Map.of(
                "AZURE_CLIENT_ID",
                "client",
                "AZURE_TENANT_ID",
                "tenant",
                "AZURE_FEDERATED_TOKEN_FILE",
                file.toString(),
                "AZURE_AUTHORITY_HOST",
                url()));
    configure(login, new WorkloadIdentity(empty(), empty(), empty(), empty()));
    long before = System.currentTimeMillis();
    OAuthBearerToken token = token(login);
    assertThat(token.value()).isEqualTo("the-token");
    assertThat(token.principalName()).isEqualTo("client");
    assertThat(token.lifetimeMs()).isBetween(before + 3_599_000, before + 3_700_000);
    assertThat(path).isEqualTo("/tenant/oauth2/v2.0/token");
    assertThat(fields())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "https://farm.servicebus.windows.net/.default")
        .containsEntry("client_id", "client")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .containsEntry("client_assertion", "pod-token");

    // Kubernetes replaces the file.
    Files.writeString(file, "next-token");
    token(login);
    assertThat(fields()).containsEntry("client_assertion", "next-token");
  }

  @Test
  void prefersWhatTheDefinitionSays() throws Exception {
    Path file = Files.writeString(folder.resolve("my \"token"), "t");
    WorkloadIdentityLogin login = new WorkloadIdentityLogin(Map.of("AZURE_CLIENT_ID", "other"));
    configure(
        login,
        new WorkloadIdentity(
            Optional.of("mine"),
            Optional.of("my-tenant"),
            Optional.of(file.toString()),
            Optional.of(url())));
    assertThat(token(login).principalName()).isEqualTo("mine");
    assertThat(path).isEqualTo("/my-tenant/oauth2/v2.0/token");
  }

  @Test
  void saysWhyThereIsNoToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "pod-token");
    WorkloadIdentityLogin login = new WorkloadIdentityLogin(Map.of());
    WorkloadIdentity identity =
        new WorkloadIdentity(
            Optional.of("c"), Optional.of("t"), Optional.of(file.toString()), Optional.of(url()));
    configure(login, identity);
    status = 400;
    answer = "{\"error\":\"x\",\"error_description\":\"AADSTS700016: no such application\\nmore\"}";
    assertThatThrownBy(() -> token(login))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Entra ID at 127.0.0.1 gives no token: status 400, AADSTS700016: no such application");
    status = 200;
    answer = "{}";
    assertThatThrownBy(() -> token(login)).hasMessage("Entra ID answered without a token");

    WorkloadIdentityLogin outside = new WorkloadIdentityLogin(Map.of());
    configure(outside, new WorkloadIdentity(empty(), empty(), empty(), empty()));
    assertThatThrownBy(() -> token(outside))
        .hasMessageStartingWith("Workload identity needs AZURE_CLIENT_ID: label the pod");
    assertThatThrownBy(() -> outside.handle(new Callback[] {new NameCallback("user")}))
        .isInstanceOf(UnsupportedCallbackException.class);
  }

  /** As Kafka does, from the properties. */
  private static void configure(WorkloadIdentityLogin login, WorkloadIdentity identity) {
    Map<String, String> properties = EventHubsProperties.of(identity);
    assertThat(properties.get("sasl.login.callback.handler.class"))
        .isEqualTo(WorkloadIdentityLogin.class.getName());
    List<AppConfigurationEntry> entries =
        JaasContext.loadClientContext(
                Map.of("sasl.jaas.config", new Password(properties.get("sasl.jaas.config"))))
            .configurationEntries();
    login.configure(
        Map.of("bootstrap.servers", List.of("farm.servicebus.windows.net:9093")),
        "OAUTHBEARER",
        entries);
  }

  private static OAuthBearerToken token(WorkloadIdentityLogin login) throws Exception {
    OAuthBearerTokenCallback callback = new OAuthBearerTokenCallback();
    login.handle(new Callback[] {callback});
    return callback.token();
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&")) {
      int equals = field.indexOf('=');
      fields.put(
          field.substring(0, equals),
          URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private String url() {
    return "http://127.0.0.1:" + authority.getAddress().getPort() + "/";
  }

  private static Optional<String> empty() {
    return Optional.empty();
  }
}
