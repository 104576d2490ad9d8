package io.alluvium.models.deploy;

import io.alluvium.models.compile.JobScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Gives models that go on their rules as they are now: from the next start on their rows are held
 * to these. What the rules need of the plan has no state, so the models find theirs.
 */
final class RuleChanges {
  private final List<KeptStatement> preparation;
  private final List<KeptStatement> inserts;

  RuleChanges(JobScript script) {
    preparation = script.preparation().stream().map(KeptStatement::of).toList();
    inserts = script.inserts().stream().map(KeptStatement::of).toList();
  }

  /** With the present rules of a model that only tell of rows. */
  Generation rules(Generation generation, DeployedModel model) {
    String id = Outputs.rulesOf(model.id());
    Predicate<KeptStatement> replaced = statement -> id.equals(statement.model());
    if (of(generation.inserts(), replaced).equals(of(inserts, replaced))) {
      return generation;
    }
    // They look at a view of all rows, which is not there where the model had no rules.
    Predicate<KeptStatement> view =
        statement -> model.id().equals(statement.model()) && statement.createsCheckedRows();
    boolean hasView = generation.preparation().stream().anyMatch(view);
    return replaced(
        generation, replaced, hasView ? replaced : replaced.or(view), model, List.of(id));
  }

  /**
   * With all present rules of a model. Nothing else of the generation may read its rows in the job.
   */
  Generation all(Generation generation, DeployedModel model) {
    Predicate<KeptStatement> own =
        statement ->
            statement.model() != null && Outputs.owner(statement.model()).equals(model.id());
    return replaced(
        generation,
        own,
        own,
        model,
        List.of(Outputs.quarantineOf(model.id()), Outputs.rulesOf(model.id())));
  }

  private Generation replaced(
      Generation generation,
      Predicate<KeptStatement> removed,
      Predicate<KeptStatement> added,
      DeployedModel model,
      List<String> outputs) {
    Map<String, DeployedModel> models = new LinkedHashMap<>(generation.models());
    for (String id : outputs) {
      List<KeptStatement> writing = of(inserts, statement -> id.equals(statement.model()));
      if (writing.isEmpty()) {
        models.remove(id);
      } else {
        DeployedModel former = models.get(id);
        DeployedModel output = model.output(id, KeptStatement.digest(writing));
        models.put(
            id,
            former == null ? output : output.in(former.phase()).withOperators(former.operators()));
      }
    }
    return new Generation(
        generation.id(),
        exchanged(generation.preparation(), preparation, removed, added),
        exchanged(generation.inserts(), inserts, removed, added),
        models);
  }

  private static List<KeptStatement> exchanged(
      List<KeptStatement> former,
      List<KeptStatement> present,
      Predicate<KeptStatement> removed,
      Predicate<KeptStatement> added) {
    List<KeptStatement> statements = new ArrayList<>(of(former, removed.negate()));
    statements.addAll(of(present, added));
    return statements;
  }

  private static List<KeptStatement> of(
      List<KeptStatement> statements, Predicate<KeptStatement> wanted) {
    return statements.stream().filter(wanted).toList();
  }
}
