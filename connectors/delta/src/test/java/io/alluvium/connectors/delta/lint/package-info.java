/**
 * A linter of Delta tables against the Delta protocol, for tests.
 *
 * <p>In this module it runs by itself: {@code TableLintExtension} is registered for all tests, and
 * after each one that passed it checks every table below the test's {@code @TempDir} fields. A test
 * that leaves broken tables on purpose says so with {@code @WithoutLint("why")}; one that commits
 * files which it never writes, with {@code of = WithoutLint.Part.DATA_FILES}; one that makes
 * shallow clones, with {@code RELATIVE_PATHS}.
 *
 * <p>In another module: depend on {@code alluvium-connector-delta} with {@code
 * <type>test-jar</type>} and on {@code duckdb_jdbc}, both in test scope. The same registration is
 * in that jar. For a single check anywhere: {@code TableLint.of(path).assertClean()}, with {@code
 * allowAbsolutePaths()} for shallow clones.
 */
package io.alluvium.connectors.delta.lint;
