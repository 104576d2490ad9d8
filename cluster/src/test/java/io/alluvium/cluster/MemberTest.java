package io.alluvium.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemberTest {
  @Test
  void aProcessNumberThatAnotherProcessHasIsNotTheMember() {
    Member member =
        new Member(
            Role.TASK_MANAGER,
            "taskmanager-1",
            "taskmanager-1-no-such",
            ProcessHandle.current().pid(),
            "log");
    assertThat(member.isAlive()).isFalse();
    assertThat(member.process()).isEmpty();
  }

  @Test
  void aProcessIsKnownByTheMarkInItsCommandLine() throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "read line", Member.mark("taskmanager-1-here")).start();
    try {
      Member member =
          new Member(
              Role.TASK_MANAGER, "taskmanager-1", "taskmanager-1-here", process.pid(), "log");
      assertThat(member.isAlive()).isTrue();
      process.destroyForcibly().waitFor();
      assertThat(member.isAlive()).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
