package io.alluvium.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the direction of dependencies that docs/architecture.md shows. */
@AnalyzeClasses(packages = "io.alluvium", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule DEPENDENCIES_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("io.alluvium.cli..")
          .layer("benchmarks")
          .definedBy("io.alluvium.benchmarks..")
          .layer("demo")
          .definedBy("io.alluvium.demo..")
          .layer("jobs")
          .definedBy("io.alluvium.cdc..", "io.alluvium.ingest..", "io.alluvium.models..")
          .layer("connectors")
          .definedBy("io.alluvium.connectors..")
          .layer("udfs")
          .definedBy("io.alluvium.udfs..")
          .layer("definitions")
          .definedBy("io.alluvium.definitions..")
          .layer("cluster")
          .definedBy("io.alluvium.cluster..")
          .layer("doctor")
          .definedBy("io.alluvium.doctor..")
          .layer("state")
          .definedBy("io.alluvium.state..")
          .layer("local")
          .definedBy("io.alluvium.local..")
          // Only tests have it.
          .optionalLayer("fixtures")
          .definedBy("io.alluvium.fixtures..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("benchmarks")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("demo")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("demo", "benchmarks", "cli")
          .whereLayer("connectors")
          .mayOnlyBeAccessedByLayers("jobs", "demo", "benchmarks", "cli")
          .whereLayer("udfs")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("definitions")
          .mayOnlyBeAccessedByLayers("jobs", "demo", "benchmarks", "cli")
          .whereLayer("state")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("state", "demo", "benchmarks", "cli")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("local")
          .mayOnlyBeAccessedByLayers("cluster", "state", "demo", "benchmarks", "cli")
          .whereLayer("fixtures")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule JOBS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("io.alluvium.(cdc|ingest|models)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule CONNECTORS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("io.alluvium.connectors.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule ONLY_THE_KERNEL_FACADE_KNOWS_KERNEL =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.alluvium.connectors.delta.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.delta.kernel..");

  @ArchTest
  static final ArchRule WITHIN_THE_DELTA_CONNECTOR =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("kernel")
          .definedBy("io.alluvium.connectors.delta.kernel..")
          .layer("parquet")
          .definedBy("io.alluvium.connectors.delta.parquet..")
          .layer("sink")
          .definedBy("io.alluvium.connectors.delta.sink..")
          .layer("source")
          .definedBy("io.alluvium.connectors.delta.source..")
          .layer("table")
          .definedBy("io.alluvium.connectors.delta.table..")
          .layer("maintenance")
          .definedBy("io.alluvium.connectors.delta.maintenance..")
          .layer("catalog")
          .definedBy("io.alluvium.connectors.delta.catalog..")
          .whereLayer("catalog")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers("catalog")
          .whereLayer("source")
          .mayOnlyBeAccessedByLayers("table", "catalog")
          .whereLayer("sink")
          .mayOnlyBeAccessedByLayers("table", "catalog")
          .whereLayer("maintenance")
          .mayOnlyBeAccessedByLayers("catalog")
          .whereLayer("parquet")
          .mayOnlyBeAccessedByLayers("sink", "maintenance");
}
