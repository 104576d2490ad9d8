package io.alluvium.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run of the demo is asked for.
 *
 * @param home keeps everything; made where it is absent
 * @param data the folder of a recorded portfolio; empty for a simulated one
 * @param once whether to end when all input has reached the KPIs
 * @param rate readings per second; empty for the default
 * @param models the folder of the models' project
 * @param streams the folder of the definitions of streams
 * @param capture the pipeline that captures the operational database, in YAML
 */
public record DemoSettings(
    Path home,
    Optional<Path> data,
    boolean once,
    OptionalDouble rate,
    Ports ports,
    Path models,
    Path streams,
    Path capture) {

  /** Of the services, on the loopback interface; 0 for any free one. */
  public record Ports(int web, int postgres, int kafka, int redis) {}
}
