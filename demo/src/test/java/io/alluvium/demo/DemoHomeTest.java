package io.alluvium.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void newHome() {
    root = folder.resolve("home");
  }

  @Test
  void aHomeIsOpenedAgainForTheSameInput() throws Exception {
    DemoHome.open(root, "a simulated portfolio").close();

    try (DemoHome home = DemoHome.open(root, "a simulated portfolio")) {
      assertThat(DemoHome.lakeOf(root)).isEqualTo(home.lake());
    }
  }

  @Test
  void aHomeIsOfOneInput() throws Exception {
    DemoHome.open(root, "a simulated portfolio").close();

    assertThatThrownBy(() -> DemoHome.open(root, "the recorded portfolio"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("was filled from a simulated portfolio")
        .hasMessageContaining("--home");
  }

  @Test
  void aHomeHasOneUser() throws Exception {
    try (DemoHome home = DemoHome.open(root, "a simulated portfolio")) {
      assertThatThrownBy(() -> DemoHome.open(home.root(), "a simulated portfolio"))
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("runs on " + root);
    }
  }

  @Test
  void aHomeOfANewerVersionIsLeftAlone() throws Exception {
    Files.createDirectories(root);
    Files.writeString(root.resolve("alluvium.properties"), "layout=2\ninput=x\n");

    assertThatThrownBy(() -> DemoHome.open(root, "x"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("newer version");
    assertThatThrownBy(() -> DemoHome.lakeOf(root))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void aFolderWithOtherFilesIsNoHome() throws Exception {
    Files.createDirectories(root);
    Files.writeString(root.resolve("thesis.txt"), "two years of work");

    assertThatThrownBy(() -> DemoHome.open(root, "x"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("holds other files");
    assertThatThrownBy(() -> DemoHome.lakeOf(root))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("./alluvium demo");
  }

  @Test
  void aFileCannotBeAHome() throws Exception {
    Files.writeString(root, "a file");

    assertThatThrownBy(() -> DemoHome.open(root, "x"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("Cannot use " + root);
  }
}
