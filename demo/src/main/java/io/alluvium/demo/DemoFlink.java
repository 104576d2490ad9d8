package io.alluvium.demo;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** What runs the demo's jobs until it is closed; their checkpoints stay. */
interface DemoFlink extends AutoCloseable {

  /** To create the environment with, in which a job is defined. */
  Configuration configuration();

  /** Of the web UI. */
  String webUrl();

  /**
   * Submits a job, which goes on from the newest complete checkpoint of that name.
   *
   * @param job a class of it
   */
  DemoJob submit(String name, Class<?> job, StreamGraph graph) throws Exception;
}
