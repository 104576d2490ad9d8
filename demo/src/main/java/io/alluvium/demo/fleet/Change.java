package io.alluvium.demo.fleet;

import java.util.List;

/**
 * A change to the operational database.
 *
 * @param number from 1
 * @param sql changes exactly one row
 * @param parameters of the statement
 */
public record Change(int number, String description, String sql, List<Object> parameters) {}
