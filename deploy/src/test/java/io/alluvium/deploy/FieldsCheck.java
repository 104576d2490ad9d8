package io.alluvium.deploy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether manifests have only fields that their kinds have, of the right types. */
final class FieldsCheck {
  private static final Map<String, Class<?>> CORE =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Service", Service.class,
          "ServiceAccount", ServiceAccount.class,
          "Deployment", Deployment.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "Role", Role.class,
          "RoleBinding", RoleBinding.class);

  /** The models take any field; here they do not. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }

                @Override
                public JsonIgnoreProperties.Value findPropertyIgnoralByName(
                    MapperConfig<?> config, Annotated annotated) {
                  return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
                }
              })
          .build();

  private final Map<String, JsonSchema> schemas = new HashMap<>();

  FieldsCheck() {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    schemas.put("FlinkDeployment", factory.getSchema(crd("flinkdeployments")));
    schemas.put("FlinkSessionJob", factory.getSchema(crd("flinksessionjobs")));
    for (String kind : List.of("PodMonitor", "PrometheusRule", "SecretProviderClass")) {
      schemas.put(kind, factory.getSchema(Yaml.one(resource("/schemas/" + kind + ".schema.yaml"))));
    }
  }

  List<String> problems(Manifests manifests) {
    List<String> problems = new ArrayList<>();
    for (JsonNode manifest : manifests.all()) {
      String name = Manifests.name(manifest);
      String kind = manifest.path("kind").asText();
      if (schemas.containsKey(kind)) {
        schemas
            .get(kind)
            .validate(manifest)
            .forEach(message -> problems.add(name + ": " + message.getMessage()));
      } else if (CORE.containsKey(kind)) {
        try {
          STRICT.treeToValue(manifest, CORE.get(kind));
        } catch (JsonProcessingException e) {
          problems.add(name + ": " + e.getOriginalMessage());
        }
      } else {
        problems.add(name + ": nothing is known of this kind");
      }
    }
    return problems;
  }

  /** The schema of a resource of the operator, without room for other fields. */
  private static JsonNode crd(String plural) {
    JsonNode crd = Yaml.one(resource("/META-INF/fabric8/" + plural + ".flink.apache.org-v1.yml"));
    ObjectNode schema = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema").deepCopy();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.remove("status");
    close(schema);
    properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
    properties.putObject("kind");
    properties.putObject("metadata").put("type", "object");
    return schema;
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    if (schema instanceof ObjectNode object) {
      // Not of JSON Schema: their fields have no type, and may be numbers or texts.
      object.remove(List.of("x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields"));
    }
    schema.forEach(FieldsCheck::close);
  }

  private static String resource(String name) {
    try (InputStream in = FieldsCheck.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("There is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
