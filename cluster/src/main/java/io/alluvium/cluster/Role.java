package io.alluvium.cluster;

/** What a process of the cluster does. */
public enum Role {
  /** Keeps what a job manager must find again after its death; ZooKeeper. */
  COORDINATOR("coordinator", "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer"),
  JOB_MANAGER(
      "jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"),
  TASK_MANAGER("taskmanager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"),
  SQL_GATEWAY("sql-gateway", "org.apache.flink.table.gateway.SqlGateway");

  private final String text;
  private final String mainClass;

  Role(String text, String mainClass) {
    this.text = text;
    this.mainClass = mainClass;
  }

  /** As commands and files name it. */
  public String text() {
    return text;
  }

  String mainClass() {
    return mainClass;
  }
}
