-- Run before the models: sql-client.sh -i init.sql. The models job reads this file too, and puts
-- its option lake.path in place of the variable; for the SQL client write the path.

SET 'table.local-time-zone' = 'UTC';

CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '${lake.path}');

CREATE DATABASE IF NOT EXISTS lake.silver;
CREATE DATABASE IF NOT EXISTS lake.gold;

CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS series_summary AS 'io.alluvium.udfs.SeriesSummary';
CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS longest_gap AS 'io.alluvium.udfs.LongestGap';
