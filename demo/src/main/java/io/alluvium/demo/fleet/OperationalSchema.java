package io.alluvium.demo.fleet;

import java.util.List;

/** The tables of the operational database. */
final class OperationalSchema {
  static final String NAME = "operations";

  /** Changes are captured with the row as it was before: hence the replica identity. */
  static final List<String> STATEMENTS =
      List.of(
          "CREATE SCHEMA operations",
          """
          CREATE TABLE operations.station (
            station text PRIMARY KEY,
            time_zone text
          )""",
          """
          CREATE TABLE operations.comfort_policy (
            primary_usage text PRIMARY KEY,
            base_temperature double precision NOT NULL,
            comfort_low double precision NOT NULL,
            comfort_high double precision NOT NULL
          )""",
          """
          CREATE TABLE operations.building (
            building text PRIMARY KEY,
            primary_usage text,
            industry text,
            subindustry text,
            station text,
            floor_area_m2 double precision,
            floor_area_ft2 double precision,
            time_zone text,
            year_built integer,
            built text,
            floors integer,
            occupants integer,
            heating_type text,
            rating text,
            energy_star_score integer
          )""",
          """
          CREATE TABLE operations.applied_change (
            number integer PRIMARY KEY,
            description text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
          )""",
          "ALTER TABLE operations.station REPLICA IDENTITY FULL",
          "ALTER TABLE operations.comfort_policy REPLICA IDENTITY FULL",
          "ALTER TABLE operations.building REPLICA IDENTITY FULL");

  private OperationalSchema() {}
}
