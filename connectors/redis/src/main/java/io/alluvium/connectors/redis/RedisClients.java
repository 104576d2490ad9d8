package io.alluvium.connectors.redis;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;

/** Connects to servers of any topology. */
final class RedisClients {
  private static final int THREADS = 1;
  private static final int CONNECTIONS = 1;

  private RedisClients() {}

  /**
   * How patient a client is.
   *
   * @param timeout for a connection, and for an answer
   */
  record Patience(Duration timeout, int retries, Duration retryInterval) {}

  /**
   * @throws org.redisson.client.RedisException where no server answers
   */
  static RedissonClient connect(RedisAddress address, Patience patience) {
    Config client = new Config();
    client.setCodec(StringCodec.INSTANCE);
    client.setThreads(THREADS);
    client.setNettyThreads(THREADS);
    client.setUsername(address.user());
    client.setPassword(address.password());
    String[] servers = address.servers().toArray(String[]::new);
    BaseConfig<?> all =
        switch (address.topology()) {
          case SINGLE ->
              client
                  .useSingleServer()
                  .setAddress(servers[0])
                  .setDatabase(address.database())
                  .setConnectionPoolSize(CONNECTIONS)
                  .setConnectionMinimumIdleSize(CONNECTIONS)
                  .setSubscriptionConnectionPoolSize(1)
                  .setSubscriptionConnectionMinimumIdleSize(0)
                  // Resolving names again and again is for clusters that move.
                  .setDnsMonitoringInterval(-1);
          case SENTINEL ->
              fromMasters(
                  client
                      .useSentinelServers()
                      .addSentinelAddress(servers)
                      .setMasterName(address.master())
                      .setCheckSentinelsList(false)
                      .setDatabase(address.database()));
          case CLUSTER -> fromMasters(client.useClusterServers().addNodeAddress(servers));
        };
    all.setConnectTimeout((int) patience.timeout().toMillis())
        .setTimeout((int) patience.timeout().toMillis())
        .setRetryAttempts(patience.retries())
        .setRetryDelay(new ConstantDelay(patience.retryInterval()));
    return Redisson.create(client);
  }

  /** Replicas lag behind: what was written must be what is read. */
  private static BaseConfig<?> fromMasters(BaseMasterSlaveServersConfig<?> config) {
    return config
        .setReadMode(ReadMode.MASTER)
        .setMasterConnectionPoolSize(CONNECTIONS)
        .setMasterConnectionMinimumIdleSize(CONNECTIONS)
        .setSlaveConnectionMinimumIdleSize(0)
        .setSubscriptionConnectionMinimumIdleSize(0);
  }
}
