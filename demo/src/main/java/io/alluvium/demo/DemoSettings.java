package io.alluvium.demo;

import io.alluvium.cluster.ClusterAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.flink.configuration.Configuration;

/**
 * What a run of the demo is asked for.
 *
 * @param home keeps everything; made where it is absent
 * @param data the folder of a recorded portfolio; empty for a simulated one
 * @param once whether to end when all input has reached the KPIs
 * @param rate readings per second; empty for the default
 * @param snowflake the port of a double of Snowflake that serves the KPIs as well, 0 for any free
 *     one; empty for none
 * @param cosmos the same for a double of Cosmos DB
 * @param models the folder of the models' project
 * @param streams the folder of the definitions of streams
 * @param capture the pipeline that captures the operational database, in YAML
 * @param cluster the session cluster that runs the jobs; empty for one in this process
 */
public record DemoSettings(
    Path home,
    Optional<Path> data,
    boolean once,
    OptionalDouble rate,
    Ports ports,
    OptionalInt snowflake,
    OptionalInt cosmos,
    Path models,
    Path streams,
    Path capture,
    Optional<Cluster> cluster) {

  /**
   * A session cluster on this machine.
   *
   * @param jobs the settings of jobs on it
   */
  public record Cluster(ClusterAddress address, Configuration jobs) {}

  /** Of the services, on the loopback interface; 0 for any free one. */
  public record Ports(int web, int postgres, int kafka, int redis) {}
}
