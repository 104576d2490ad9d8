package io.alluvium.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a home knows of its cluster.
 *
 * @param webPort of the job manager's REST interface and web UI
 * @param gatewayPort of the SQL gateway
 * @param members in the order in which they were started
 */
public record ClusterState(int version, int webPort, int gatewayPort, List<Member> members) {
  static final int VERSION = 1;

  public ClusterState {
    members = List.copyOf(members);
  }

  static ClusterState of(int webPort, int gatewayPort) {
    return new ClusterState(VERSION, webPort, gatewayPort, List.of());
  }

  ClusterState with(Member member) {
    List<Member> more = new ArrayList<>(members);
    more.removeIf(other -> other.name().equals(member.name()));
    more.add(member);
    return new ClusterState(version, webPort, gatewayPort, more);
  }

  ClusterState without(Member member) {
    return new ClusterState(
        version,
        webPort,
        gatewayPort,
        members.stream().filter(other -> !other.equals(member)).toList());
  }

  @JsonIgnore
  public ClusterAddress address() {
    return new ClusterAddress(ClusterAddress.LOOPBACK, webPort);
  }

  @JsonIgnore
  public ClusterAddress gateway() {
    return new ClusterAddress(ClusterAddress.LOOPBACK, gatewayPort);
  }

  Optional<Member> member(Role role) {
    return members.stream().filter(member -> member.role() == role).findFirst();
  }

  @JsonIgnore
  public boolean isRunning() {
    return members.stream().anyMatch(Member::isAlive);
  }
}
