package io.alluvium.ingest.eventhubs;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/**
 * Gives Kafka's clients the tokens of a {@link WorkloadIdentity}. The clients ask for a new one
 * before the last expires. Made by name, by Kafka.
 */
public final class WorkloadIdentityLogin implements AuthenticateCallbackHandler {
  private final Map<String, String> environment;
  @Nullable private TokenExchange exchange;
  @Nullable private String scope;

  public WorkloadIdentityLogin() {
    this(System.getenv());
  }

  WorkloadIdentityLogin(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void configure(
      Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> jaasEntries) {
    Map<String, ?> options = jaasEntries.get(0).getOptions();
    exchange = new TokenExchange(WorkloadIdentity.of(options::get), environment, Clock.systemUTC());
    Object servers = configs.get("bootstrap.servers");
    String first = servers instanceof List<?> list ? list.get(0).toString() : servers.toString();
    String host = first.split(",")[0].strip();
    int colon = host.lastIndexOf(':');
    scope = "https://" + (colon < 0 ? host : host.substring(0, colon)) + "/.default";
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback token) {
        token.token(new Bearer(exchange.request(scope), scope));
      } else if (callback instanceof SaslExtensionsCallback extensions) {
        extensions.extensions(new SaslExtensions(Map.of()));
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private record Bearer(TokenExchange.AccessToken token, String ofScope)
      implements OAuthBearerToken {
    @Override
    public String value() {
      return token.value();
    }

    @Override
    public Set<String> scope() {
      return Set.of(ofScope);
    }

    @Override
    public long lifetimeMs() {
      return token.expiryMillis();
    }

    @Override
    public String principalName() {
      return token.principal();
    }

    @Override
    public Long startTimeMs() {
      return token.startMillis();
    }
  }
}
