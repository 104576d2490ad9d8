package io.alluvium.connectors.delta.catalog;

import java.util.List;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;

/** The parts of a catalog that folders of tables do not have: says so. */
abstract class PlainCatalog extends AbstractCatalog {

  PlainCatalog(String name, String defaultDatabase) {
    super(name, defaultDatabase);
  }

  private UnsupportedOperationException unsupported(String what, String remedy) {
    return new UnsupportedOperationException(
        "Catalog " + getName() + " does not support " + what + ". " + remedy);
  }

  @Override
  public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists) {
    throw unsupported("ALTER DATABASE", "A database is a folder and has no properties.");
  }

  @Override
  public List<String> listViews(String database) {
    return List.of();
  }

  @Override
  public void renameTable(ObjectPath table, String newName, boolean ignoreIfNotExists) {
    throw unsupported(
        "renaming tables", "Create the new table, copy the rows with INSERT, drop the old one.");
  }

  @Override
  public void alterTable(ObjectPath table, CatalogBaseTable newTable, boolean ignoreIfNotExists) {
    throw unsupported("replacing a table's definition", "Say with ALTER TABLE what changes.");
  }

  /** Leaves the choice to the planner, which then takes {@link #listPartitions(ObjectPath)}. */
  @Override
  public List<CatalogPartitionSpec> listPartitionsByFilter(
      ObjectPath table, List<Expression> filters) {
    throw unsupported("filtering partitions", "Choose among all of them.");
  }

  @Override
  public void createPartition(
      ObjectPath table,
      CatalogPartitionSpec spec,
      CatalogPartition partition,
      boolean ignoreIfExists) {
    throw partitions();
  }

  @Override
  public void dropPartition(
      ObjectPath table, CatalogPartitionSpec spec, boolean ignoreIfNotExists) {
    throw partitions();
  }

  @Override
  public void alterPartition(
      ObjectPath table,
      CatalogPartitionSpec spec,
      CatalogPartition partition,
      boolean ignoreIfNotExists) {
    throw partitions();
  }

  private UnsupportedOperationException partitions() {
    return unsupported("changing partitions", "In Delta tables they come and go with the rows.");
  }

  @Override
  public List<String> listFunctions(String database) {
    return List.of();
  }

  @Override
  public CatalogFunction getFunction(ObjectPath function) throws FunctionNotExistException {
    throw new FunctionNotExistException(getName(), function);
  }

  @Override
  public boolean functionExists(ObjectPath function) {
    return false;
  }

  @Override
  public void createFunction(ObjectPath name, CatalogFunction function, boolean ignoreIfExists) {
    throw functions();
  }

  @Override
  public void alterFunction(ObjectPath name, CatalogFunction function, boolean ignoreIfNotExists) {
    throw functions();
  }

  @Override
  public void dropFunction(ObjectPath name, boolean ignoreIfNotExists) {
    throw functions();
  }

  private UnsupportedOperationException functions() {
    return unsupported("functions", "Use CREATE TEMPORARY SYSTEM FUNCTION.");
  }

  @Override
  public CatalogColumnStatistics getPartitionColumnStatistics(
      ObjectPath table, CatalogPartitionSpec spec) {
    return CatalogColumnStatistics.UNKNOWN;
  }

  @Override
  public void alterTableStatistics(
      ObjectPath table, CatalogTableStatistics statistics, boolean ignoreIfNotExists) {
    throw statistics();
  }

  @Override
  public void alterTableColumnStatistics(
      ObjectPath table, CatalogColumnStatistics statistics, boolean ignoreIfNotExists) {
    throw statistics();
  }

  @Override
  public void alterPartitionStatistics(
      ObjectPath table,
      CatalogPartitionSpec spec,
      CatalogTableStatistics statistics,
      boolean ignoreIfNotExists) {
    throw statistics();
  }

  @Override
  public void alterPartitionColumnStatistics(
      ObjectPath table,
      CatalogPartitionSpec spec,
      CatalogColumnStatistics statistics,
      boolean ignoreIfNotExists) {
    throw statistics();
  }

  private UnsupportedOperationException statistics() {
    return unsupported("setting statistics", "They follow from the table's files.");
  }
}
