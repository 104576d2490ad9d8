CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');
CREATE DOMAIN share AS numeric(4,3) CHECK (VALUE BETWEEN 0 AND 1);

CREATE TABLE customers (
  id bigserial PRIMARY KEY, name text NOT NULL, feeling mood DEFAULT 'ok', tags text[], scores int[],
  born date, vip boolean, part share, note varchar(20), code char(4), id_card uuid, raw bytea,
  seen timestamptz, local timestamp, clock time, span int4range, extra jsonb, f real, d float8);
CREATE TABLE "Order_Items" (
  "Order" int, "item no" int, "Qty" numeric(10,2), price numeric, PRIMARY KEY ("Order", "item no"));
CREATE TABLE events_log (at timestamptz, kind text, payload jsonb, size int);
CREATE TABLE "Select" (id int PRIMARY KEY, "select" text, "a,b" text, "Value" text, "value" text);
CREATE TABLE unicode ("größe" text, "straße 7" int, PRIMARY KEY ("größe"));
CREATE TABLE measurement (city int, day date, peak int, PRIMARY KEY (city, day)) PARTITION BY RANGE (day);
CREATE TABLE measurement_2024 PARTITION OF measurement FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE measurement_rest PARTITION OF measurement DEFAULT;
CREATE TABLE computed (id int PRIMARY KEY, w int, h int, area int GENERATED ALWAYS AS (w * h) STORED);
CREATE TABLE nothing ();
CREATE TABLE empty_one (id int PRIMARY KEY, v text);
CREATE TABLE unique_only (code text NOT NULL UNIQUE, v int);
ALTER TABLE unique_only REPLICA IDENTITY USING INDEX unique_only_code_key;
CREATE TABLE large_values (id int PRIMARY KEY, version int, body text);
ALTER TABLE large_values ALTER body SET STORAGE EXTERNAL;
ALTER TABLE large_values REPLICA IDENTITY FULL;
CREATE TABLE "_meta" (id int PRIMARY KEY, "_op" text, "_before" int);
CREATE UNLOGGED TABLE scratch (id int PRIMARY KEY);
CREATE VIEW happy AS SELECT * FROM customers WHERE feeling = 'very happy';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM customers;

INSERT INTO customers (name, feeling, tags, scores, born, vip, part, note, code, id_card, raw, seen, local, clock, span, extra, f, d)
  SELECT 'Käufer ' || i, (ARRAY['sad', 'ok', 'very happy']::mood[])[1 + i % 3],
         CASE WHEN i % 4 = 0 THEN NULL ELSE ARRAY['a', 'b "c"', NULL] END, ARRAY[i, NULL, -i],
         date '2000-01-01' + i, i % 2 = 0, 0.125, NULL, 'c' || i, gen_random_uuid(),
         decode(lpad(to_hex(i), 4, '0'), 'hex'), timestamptz '2024-05-01 12:00:00.123456+02' + i * interval '1 hour',
         timestamp '2024-05-01 12:00:00.5', time '01:02:03', int4range(i, i + 5),
         jsonb_build_object('n', i, 's', 'ü"'), i / 3.0, 0.1 + i
  FROM generate_series(1, 60) i;
INSERT INTO "Order_Items" SELECT i / 5, i % 5, i * 1.25, i / 7.0 FROM generate_series(0, 99) i;
INSERT INTO events_log SELECT timestamptz '2024-01-01+00' + i % 10 * interval '1 s', 'k' || i % 3, NULL, i % 2
  FROM generate_series(1, 50) i;
INSERT INTO "Select" SELECT i, 's' || i, 'ab' || i, 'V' || i, 'v' || i FROM generate_series(1, 20) i;
INSERT INTO unicode SELECT 'g' || i, i FROM generate_series(1, 20) i;
INSERT INTO measurement SELECT i, date '2024-12-01' + i, i * 2 FROM generate_series(0, 59) i;
INSERT INTO computed SELECT i, i, 2 FROM generate_series(1, 20) i;
INSERT INTO nothing DEFAULT VALUES;
INSERT INTO unique_only SELECT 'c' || i, i FROM generate_series(1, 20) i;
INSERT INTO large_values SELECT i, 0, repeat('x' || i, 4000) FROM generate_series(1, 10) i;
INSERT INTO "_meta" SELECT i, 'op' || i, i FROM generate_series(1, 10) i;
