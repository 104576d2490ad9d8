package io.alluvium.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeasureTest {

  @Test
  void theTimeOfChildrenThatEndedCounts() throws Exception {
    ProcessTree tree = new ProcessTree(ProcessHandle.current().pid());
    double before = tree.cpuSeconds();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(tree.cpuSeconds()).isGreaterThan(before);
    assertThat(new ProcessTree(child.pid()).cpuSeconds()).isZero();
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertThat(Spread.of(List.of(3.0, 1.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
    assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(5, 5, 5));
  }
}
