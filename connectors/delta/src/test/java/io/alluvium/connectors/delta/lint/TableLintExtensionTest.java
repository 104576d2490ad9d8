package io.alluvium.connectors.delta.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class TableLintExtensionTest {

  @Test
  void aTestThatLeavesABrokenTableFails() {
    TestExecutionSummary summary = run(LeavesABrokenTable.class);

    assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getTestIdentifier().getDisplayName()).isEqualTo("broken()");
              assertThat(failure.getException())
                  .hasMessageContaining("remove of a.parquet, which is not active");
            });
  }

  private static TestExecutionSummary run(Class<?> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  /** Run by the test above only: its name matches no pattern of the build. */
  static class LeavesABrokenTable {
    @TempDir Path folder;

    @Test
    void broken() throws Exception {
      new HandmadeTable(folder.resolve("lake/t"))
          .create()
          .commit(HandmadeTable.remove("a.parquet"));
    }

    @Test
    void sound() throws Exception {
      new HandmadeTable(folder.resolve("lake/t")).create();
    }

    @Test
    @WithoutLint("this is what the test is about")
    void brokenOnPurpose() throws Exception {
      new HandmadeTable(folder.resolve("lake/t"))
          .create()
          .commit(HandmadeTable.remove("a.parquet"));
    }
  }
}
