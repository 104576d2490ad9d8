package io.alluvium.models.deploy;

import io.alluvium.models.ModelException;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.JobScript.Statement;
import io.alluvium.models.deploy.Change.Kind;
import io.alluvium.models.deploy.DeployedModel.Phase;
import io.alluvium.models.deploy.DeployedModel.Target;
import io.alluvium.models.graph.Node.ModelNode;
import io.alluvium.models.project.Materialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares what runs of a job with what should run, and decides what becomes of each model.
 *
 * <p>A model that did not change goes on with its state. One that is new or changed is a model
 * without state: it starts in a generation of its own, reads everything, and where there is a table
 * already it is built beside it. An incremental model whose rows are there already keeps them, see
 * {@link IncrementalEdit}, unless it is to be refreshed.
 */
final class JobChanges {
  private final DeployedJob former;
  private final JobScript script;
  private final Fingerprints fingerprints;
  private final StartRequest request;
  private final LakeTables lake;
  private final Set<String> cutOff;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Map<String, DeployedModel> started = new LinkedHashMap<>();
  private final Map<String, DeployedModel> waitingModels = new LinkedHashMap<>();
  private final Map<String, DeployedModel> sameRows = new LinkedHashMap<>();
  private final Set<String> leaving = new LinkedHashSet<>();
  private final Set<String> abandoned = new LinkedHashSet<>();
  private final Map<String, ModelNode> writers = new LinkedHashMap<>();
  private final ModelComparison comparison;
  private final Map<String, List<String>> functions = new LinkedHashMap<>();

  /**
   * @param cutOff ids of models whose former query cannot go on while they are built, since a table
   *     that it reads is rebuilt
   */
  JobChanges(
      DeployedJob former,
      JobScript script,
      Fingerprints fingerprints,
      StartRequest request,
      LakeTables lake,
      Set<String> cutOff) {
    this.former = former;
    this.script = script;
    this.fingerprints = fingerprints;
    this.request = request;
    this.lake = lake;
    this.cutOff = cutOff;
    this.comparison = new ModelComparison(former, script, fingerprints);
  }

  /**
   * What should run.
   *
   * @param discarded builds that are not wanted any more
   */
  record Result(DeployedJob next, List<Change> changes, List<Discarded> discarded) {}

  record Discarded(DeployedModel model, Generation generation) {}

  /**
   * @throws ModelException of the first model that needs a full refresh
   */
  Result decide() {
    script
        .inserts()
        .forEach(insert -> insert.model().ifPresent(node -> writers.put(node.id(), node)));
    writers.values().forEach(this::decide);
    former.generations().stream()
        .flatMap(generation -> generation.models().values().stream())
        .filter(model -> Outputs.isOfModel(model.id()) && !writers.containsKey(model.id()))
        .forEach(this::drop);
    List<Generation> generations = new ArrayList<>();
    List<Discarded> discarded = new ArrayList<>();
    for (Generation generation : former.generations()) {
      Generation staying = remaining(generation, discarded);
      if (!staying.models().isEmpty()) {
        generations.add(goingOn(staying));
      }
    }
    int number = 1 + former.generations().stream().mapToInt(JobChanges::number).max().orElse(0);
    if (!started.isEmpty()) {
      generations.add(generation(number++, started));
    }
    // Each begins somewhere else, so that none of them shares its sources.
    for (DeployedModel model : waitingModels.values()) {
      generations.add(generation(number++, Map.of(model.id(), model)));
    }
    return new Result(former.withGenerations(generations), changes(), discarded);
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    kinds.forEach(
        (id, kind) -> {
          ModelNode node = writers.get(id);
          String name = node == null ? id : node.schema() + "." + node.table();
          changes.add(new Change(id, name, kind, functions.getOrDefault(id, List.of())));
        });
    return changes;
  }

  private void decide(ModelNode node) {
    String fingerprint = fingerprints.of(node);
    DeployedModel wanted = deployed(node, fingerprint);
    boolean isSelected = request.selected().contains(node.id());
    DeployedModel live = former.live(node.id()).orElse(null);
    DeployedModel building = former.building(node.id()).orElse(null);
    boolean refresh = isSelected && request.fullRefresh();
    if (!refresh && comparison.isCurrent(node, live, fingerprint)) {
      kinds.put(node.id(), Kind.UNCHANGED);
      if (building != null) {
        abandoned.add(node.id());
      }
    } else if (!refresh && comparison.isCurrent(node, building, fingerprint)) {
      kinds.put(node.id(), Kind.GOES_ON_BUILDING);
    } else if (isSelected) {
      start(node, wanted, live);
    } else if (cutOff.contains(node.id())) {
      throw node.model()
          .origin()
          .error(
              "reads a table that is built anew and whose rows are only added, so it must be built"
                  + " anew as well; select it too");
    } else if (live != null || building != null) {
      kinds.put(node.id(), Kind.LEFT);
    }
  }

  /** The models of a generation that go on, with their rules as they are now. */
  private Generation goingOn(Generation generation) {
    Generation changed = generation;
    for (DeployedModel model : generation.models().values()) {
      Kind kind = kinds.get(model.id());
      if (kind == Kind.UNCHANGED || kind == Kind.GOES_ON_BUILDING) {
        changed = comparison.goingOn(changed, model, writers.get(model.id()));
      }
    }
    return changed;
  }

  private void start(ModelNode node, DeployedModel wanted, DeployedModel live) {
    boolean incremental =
        switch (node.model().config().materialization()) {
          case TABLE, PUSH, VIEW -> false;
          default -> true;
        };
    boolean isKnown = live != null;
    List<String> other = comparison.otherFunctions(node, live, wanted.fingerprint());
    functions.put(node.id(), other);
    if (wanted.target() == Target.STORE) {
      leaving.add(node.id());
      abandoned.add(node.id());
      start(wanted);
      kinds.put(node.id(), isKnown ? Kind.PUSHED_AGAIN : Kind.NEW);
      return;
    }
    if (incremental && !request.fullRefresh() && lake.holdsRows(wanted)) {
      abandoned.add(node.id());
      new IncrementalEdit(former, script)
          .decide(node, wanted, live, other, canGoOn(node, wanted, live))
          .ifPresentOrElse(
              waiting -> {
                waitingModels.put(node.id(), waiting);
                kinds.put(node.id(), Kind.TAKES_OVER);
              },
              () -> {
                sameRows.put(node.id(), wanted);
                kinds.put(node.id(), Kind.SAME_ROWS);
              });
      return;
    }
    abandoned.add(node.id());
    boolean beside = lake.exists(wanted);
    if (!beside || cutOff.contains(node.id()) || request.stopFormer() || !lake.holdsRows(wanted)) {
      // Where nothing was ever written, it may be because the former query fails.
      leaving.add(node.id());
    }
    start(beside ? wanted.in(Phase.BUILDING) : wanted);
    kinds.put(node.id(), beside ? Kind.BUILDING : Kind.NEW);
  }

  /** Whether it can be that the former query's rows are right: those without other code. */
  private boolean canGoOn(ModelNode node, DeployedModel wanted, DeployedModel live) {
    return !cutOff.contains(node.id())
        && live != null
        && live.hasSameFunctions(wanted.functions())
        && comparison.outputs(wanted).isEmpty()
        && former
            .liveGeneration(node.id())
            .filter(
                generation ->
                    generation.models().keySet().stream()
                        .anyMatch(
                            id -> !Outputs.isOfModel(id) && Outputs.owner(id).equals(node.id())))
            .isEmpty();
  }

  /** Starts a model with its outputs. */
  private void start(DeployedModel model) {
    started.put(model.id(), model);
    for (DeployedModel output : comparison.outputs(model)) {
      // Rows that are in quarantine already are of another life of the model.
      boolean beside =
          Outputs.isQuarantine(output.id())
              && (model.phase() == Phase.BUILDING || lake.holdsRows(output));
      started.put(output.id(), beside ? output.in(Phase.BUILDING) : output);
    }
  }

  private void drop(DeployedModel model) {
    kinds.put(model.id(), Kind.DROPPED);
    leaving.add(model.id());
    abandoned.add(model.id());
  }

  private Generation remaining(Generation generation, List<Discarded> discarded) {
    Map<String, DeployedModel> staying = new LinkedHashMap<>(generation.models());
    generation
        .models()
        .values()
        .forEach(
            model -> {
              String owner = Outputs.owner(model.id());
              boolean isComing = generation.models().get(owner).isComing();
              if (!isComing && sameRows.containsKey(model.id())) {
                DeployedModel wanted = sameRows.get(model.id());
                staying.put(
                    model.id(),
                    model.withFingerprint(wanted.fingerprint()).withFunctions(wanted.functions()));
              }
              if (isComing ? abandoned.contains(owner) : leaving.contains(owner)) {
                staying.remove(model.id());
                if (model.phase() == Phase.BUILDING) {
                  discarded.add(new Discarded(model, generation));
                }
              }
            });
    return generation.withModels(staying);
  }

  /** Of models that start, and of no other: what is shared is shared among them. */
  private Generation generation(int number, Map<String, DeployedModel> models) {
    Set<String> idle = new LinkedHashSet<>();
    List<KeptStatement> inserts = new ArrayList<>();
    for (Statement insert : script.inserts()) {
      KeptStatement kept = KeptStatement.of(insert);
      if (models.containsKey(kept.model())) {
        inserts.add(kept);
      } else {
        idle.add(kept.model());
      }
    }
    List<KeptStatement> preparation =
        script.preparation().stream()
            .map(KeptStatement::of)
            .filter(statement -> statement.createsView() || !idle.contains(statement.model()))
            .toList();
    String token = UUID.randomUUID().toString().substring(0, 8);
    return new Generation(number + "-" + token, preparation, inserts, models);
  }

  private static int number(Generation generation) {
    return Integer.parseInt(generation.id().substring(0, generation.id().indexOf('-')));
  }

  private DeployedModel deployed(ModelNode node, String fingerprint) {
    Target target =
        node.model().config().materialization() == Materialization.PUSH
            ? Target.STORE
            : "copy-on-write".equals(node.model().config().options().get("write.mode"))
                ? Target.COPY_ON_WRITE
                : Target.DELTA;
    return new DeployedModel(
        node.id(),
        node.file(),
        node.schema(),
        node.table(),
        target,
        Phase.LIVE,
        fingerprint,
        List.of(),
        fingerprints.functions(node),
        null);
  }
}
