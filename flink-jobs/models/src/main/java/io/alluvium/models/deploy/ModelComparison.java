package io.alluvium.models.deploy;

import io.alluvium.models.compile.JobScript;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.annotation.Nullable;

/** Tells whether a model that runs is the one that should run: its query, functions and rules. */
final class ModelComparison {
  private final DeployedJob former;
  private final JobScript script;
  private final Fingerprints fingerprints;
  private final RuleChanges rules;

  ModelComparison(DeployedJob former, JobScript script, Fingerprints fingerprints) {
    this.former = former;
    this.script = script;
    this.fingerprints = fingerprints;
    this.rules = new RuleChanges(script);
  }

  /** Whether the model can go on as it is, or with other rules from now on. */
  boolean isCurrent(ModelNode node, @Nullable DeployedModel model, String fingerprint) {
    return model != null
        && model.fingerprint().equals(fingerprint)
        && model.otherFunctions(fingerprints.functions(node)).isEmpty()
        && (takesOtherRules(node) || hasRulesOf(model));
  }

  /** The functions that are others, where the query is the same. */
  List<String> otherFunctions(ModelNode node, @Nullable DeployedModel model, String fingerprint) {
    return model != null && model.fingerprint().equals(fingerprint)
        ? model.otherFunctions(fingerprints.functions(node))
        : List.of();
  }

  /**
   * Whether other rules can hold from now on. The rows of a table follow from its rules, as those
   * of models that read its rows in the job do.
   */
  private boolean takesOtherRules(ModelNode node) {
    Materialization kind = node.model().config().materialization();
    return (kind == Materialization.APPEND || kind == Materialization.MERGE)
        && !fingerprints.isReadInJob(node);
  }

  /** Whether the rules that keep rows from a model's table are those of now. */
  private boolean hasRulesOf(DeployedModel model) {
    Optional<String> wanted =
        outputs(model).stream()
            .filter(output -> Outputs.isQuarantine(output.id()))
            .map(DeployedModel::fingerprint)
            .findFirst();
    String id = Outputs.quarantineOf(model.id());
    return former.generations().stream()
        .map(Generation::models)
        .filter(models -> model.equals(models.get(model.id())))
        .map(models -> Optional.ofNullable(models.get(id)).map(DeployedModel::fingerprint))
        .allMatch(wanted::equals);
  }

  /** What the script writes of a model besides its table. */
  List<DeployedModel> outputs(DeployedModel model) {
    Predicate<KeptStatement> isOutput =
        insert ->
            Outputs.owner(insert.model()).equals(model.id()) && !Outputs.isOfModel(insert.model());
    return script.inserts().stream()
        .map(KeptStatement::of)
        .filter(isOutput)
        .map(insert -> model.output(insert.model(), KeptStatement.digest(List.of(insert))))
        .toList();
  }

  /** A generation in which a model goes on, with the rules that hold from now on. */
  Generation goingOn(Generation generation, DeployedModel model, ModelNode node) {
    if (!model.fingerprint().equals(fingerprints.of(node))) {
      // The former one, which goes on until the other is built.
      return generation;
    }
    Generation changed =
        hasRulesOf(model) ? rules.rules(generation, model) : rules.all(generation, model);
    if (model.functions() != null) {
      return changed;
    }
    Map<String, DeployedModel> models = new LinkedHashMap<>(changed.models());
    models.put(model.id(), model.withFunctions(fingerprints.functions(node)));
    return changed.withModels(models);
  }
}
