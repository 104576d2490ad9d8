package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.DeltaException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class KernelErrorsTest {

  @Test
  void namesTableAndRemedy() {
    assertThat(message(new AccessDeniedException("/lake/orders/_delta_log")))
        .isEqualTo(
            "No permission to read table /lake/orders: /lake/orders/_delta_log. Grant access.");
    assertThat(
            message(new org.apache.hadoop.security.AccessControlException("AuthorizationFailure")))
        .startsWith("No permission to read table /lake/orders")
        .endsWith("Grant access.");
    assertThat(message(new FileNotFoundException("part-1.parquet")))
        .contains("lacks a file that its log names: part-1.parquet");
  }

  @Test
  void keepsToOneLine() {
    assertThat(message(new IOException("first\n\tat second"))).doesNotContain("\n");
  }

  private static String message(IOException cause) {
    DeltaException translated =
        KernelErrors.translate("/lake/orders", new UncheckedIOException(cause));
    assertThat(translated).hasRootCause(cause);
    return translated.getMessage();
  }
}
