package io.alluvium.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether what manifests name is there, and whether their pods are restricted. */
final class ReferencesCheck {
  private final Manifests manifests;
  private final List<String> problems = new ArrayList<>();

  private ReferencesCheck(Manifests manifests) {
    this.manifests = manifests;
  }

  static List<String> problems(Manifests manifests) {
    ReferencesCheck check = new ReferencesCheck(manifests);
    for (JsonNode cluster : manifests.ofKind("FlinkDeployment")) {
      check.exists("ServiceAccount", cluster.at("/spec/serviceAccount"), cluster);
      check.pod(cluster, cluster.at("/spec/podTemplate"), cluster.at("/spec/image"));
    }
    for (JsonNode deployment : manifests.ofKind("Deployment")) {
      JsonNode pod = deployment.at("/spec/template");
      check.exists("ServiceAccount", pod.at("/spec/serviceAccountName"), deployment);
      check.pod(deployment, pod, pod.at("/spec/containers/0/image"));
      check.selected(deployment, deployment.at("/spec/selector/matchLabels"), pod);
    }
    for (JsonNode job : manifests.ofKind("FlinkSessionJob")) {
      check.exists("FlinkDeployment", job.at("/spec/deploymentName"), job);
    }
    for (JsonNode service : manifests.ofKind("Service")) {
      JsonNode pod = manifests.ofKind("Deployment").get(0).at("/spec/template");
      check.selected(service, service.at("/spec/selector"), pod);
      check.port(service, service.at("/spec/ports/0/targetPort"), pod);
    }
    for (JsonNode monitor : manifests.ofKind("PodMonitor")) {
      check.port(
          monitor,
          monitor.at("/spec/podMetricsEndpoints/0/port"),
          manifests.ofKind("FlinkDeployment").get(0).at("/spec/podTemplate"));
    }
    return check.problems;
  }

  private void pod(JsonNode owner, JsonNode template, JsonNode image) {
    JsonNode spec = template.path("spec");
    if (!template.at("/metadata/labels/azure.workload.identity~1use").asText().equals("true")) {
      problem(owner, "the pods have no workload identity");
    }
    if (!spec.at("/securityContext/runAsNonRoot").asBoolean()) {
      problem(owner, "the pods may run as root");
    }
    if (!image.asText().matches("[^:@]+(:\\d+/[^:@]+)?:[^:@]+")
        || image.asText().endsWith("latest")) {
      problem(owner, "the image is not pinned: " + image.asText());
    }
    Set<String> volumes = new HashSet<>();
    for (JsonNode volume : spec.path("volumes")) {
      volumes.add(volume.path("name").asText());
      if (volume.has("configMap")) {
        exists("ConfigMap", volume.at("/configMap/name"), owner);
      }
      if (volume.has("csi")) {
        exists(
            "SecretProviderClass", volume.at("/csi/volumeAttributes/secretProviderClass"), owner);
      }
    }
    for (JsonNode container : spec.path("containers")) {
      container(owner, container, volumes);
    }
  }

  private void container(JsonNode owner, JsonNode container, Set<String> volumes) {
    JsonNode security = container.path("securityContext");
    if (!security.path("readOnlyRootFilesystem").asBoolean()
        || security.path("allowPrivilegeEscalation").asBoolean(true)
        || !security.at("/capabilities/drop/0").asText().equals("ALL")) {
      problem(owner, "a container is not restricted");
    }
    for (JsonNode mount : container.path("volumeMounts")) {
      if (!volumes.contains(mount.path("name").asText())) {
        problem(owner, "there is no volume " + mount.path("name").asText());
      }
    }
    for (JsonNode variable : container.path("env")) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      if (!reference.isMissingNode() && !isSynchronized(reference)) {
        problem(owner, "no class provides the secret " + reference.path("key").asText());
      }
    }
  }

  private boolean isSynchronized(JsonNode reference) {
    for (JsonNode provider : manifests.ofKind("SecretProviderClass")) {
      String objects = provider.at("/spec/parameters/objects").asText();
      for (JsonNode object : provider.at("/spec/secretObjects")) {
        for (JsonNode data : object.path("data")) {
          if (object.path("secretName").equals(reference.path("name"))
              && data.path("key").equals(reference.path("key"))
              && objects.contains("objectName: " + data.path("objectName").asText() + "\n")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void exists(String kind, JsonNode name, JsonNode owner) {
    if (manifests.find(kind, name.asText()).isEmpty()) {
      problem(owner, "there is no " + kind + " " + name.asText());
    }
  }

  private void selected(JsonNode owner, JsonNode selector, JsonNode pod) {
    selector
        .fields()
        .forEachRemaining(
            label -> {
              if (!label.getValue().equals(pod.at("/metadata/labels").get(label.getKey()))) {
                problem(owner, "no pod has the label " + label.getKey());
              }
            });
  }

  private void port(JsonNode owner, JsonNode name, JsonNode pod) {
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("name").equals(name)) {
          return;
        }
      }
    }
    problem(owner, "no container has the port " + name.asText());
  }

  private void problem(JsonNode owner, String problem) {
    problems.add(Manifests.name(owner) + ": " + problem);
  }
}
