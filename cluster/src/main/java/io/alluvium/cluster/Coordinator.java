package io.alluvium.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ZooKeeper of one process, in which a job manager finds its jobs again after its death. */
final class Coordinator {
  private static final String QUORUM = "high-availability.zookeeper.quorum";

  private Coordinator() {}

  /** Flink's settings that use it. */
  static Map<String, String> settings(ClusterHome home, String port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("high-availability.type", "zookeeper");
    settings.put(QUORUM, ClusterAddress.LOOPBACK + ":" + port);
    settings.put(
        "high-availability.storageDir", home.root().resolve("recovery").toUri().toString());
    // A dead job manager is missed after this; ZooKeeper takes from 2 to 20 of its ticks.
    settings.put("high-availability.zookeeper.client.session-timeout", "8 s");
    return settings;
  }

  /** Its own settings. */
  static void writeFile(ClusterHome home, ClusterConfiguration configuration) throws IOException {
    Files.createDirectories(home.coordinator());
    Files.write(
        configuration.folder().resolve("zoo.cfg"),
        List.of(
            "dataDir=" + home.coordinator(),
            "clientPortAddress=" + ClusterAddress.LOOPBACK,
            "clientPort=" + port(configuration),
            "tickTime=1000",
            "initLimit=10",
            "syncLimit=5",
            "maxClientCnxns=0",
            "admin.enableServer=false",
            "server.1=" + ClusterAddress.LOOPBACK + ":2888:3888"));
  }

  static int port(ClusterConfiguration configuration) {
    String quorum = configuration.setting(QUORUM);
    return Integer.parseInt(quorum.substring(quorum.lastIndexOf(':') + 1));
  }
}
