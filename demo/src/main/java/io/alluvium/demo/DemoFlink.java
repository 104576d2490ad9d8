package io.alluvium.demo;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** What runs the demo's jobs until it is closed; their checkpoints stay. */
interface DemoFlink extends AutoCloseable {

  /** To create the environment with, in which a job is defined. */
  Configuration configuration();

  /** Of the web UI. */
  String webUrl();

  /**
   * Makes sure that what is to be submitted will run, once no job of a former demo does.
   *
   * @param jobs their names
   * @param slots that they need together
   * @throws DemoException where there are fewer: they would wait, and say nothing
   */
  void requireSlots(List<String> jobs, int slots) throws Exception;

  /** Lets the job of that name begin anew when it is submitted: what it had written is gone. */
  void forget(String name) throws Exception;

  /**
   * Submits a job, which goes on from the newest complete checkpoint of that name.
   *
   * @param job a class of it
   */
  DemoJob submit(String name, Class<?> job, StreamGraph graph) throws Exception;
}
