package io.alluvium.demo;

import io.alluvium.local.LocalFlink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A cluster in this process. */
record EmbeddedFlink(LocalFlink flink) implements DemoFlink {
  @Override
  public Configuration configuration() {
    return flink.configuration();
  }

  @Override
  public String webUrl() {
    return flink.webUrl();
  }

  @Override
  public void requireSlots(List<String> jobs, int slots) {
    if (slots > flink.slots()) {
      throw new DemoException(
          String.format(
              "The jobs %s need %d slots, and Flink was started with %d.",
              String.join(", ", jobs), slots, flink.slots()));
    }
  }

  @Override
  public void forget(String name) throws IOException {
    flink.forget(name);
  }

  @Override
  public DemoJob submit(String name, Class<?> job, StreamGraph graph) throws Exception {
    return new Submitted(flink.submit(name, graph));
  }

  @Override
  public void close() throws Exception {
    flink.close();
  }

  private record Submitted(LocalFlink.Job job) implements DemoJob {
    @Override
    public String name() {
      return job.name();
    }

    @Override
    public boolean isRestored() {
      return job.restoredFrom().isPresent();
    }

    @Override
    public Optional<Throwable> failure() throws Exception {
      return job.failure();
    }
  }
}
