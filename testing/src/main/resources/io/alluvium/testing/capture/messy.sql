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


-- What dumps of real databases have besides.
CREATE TYPE address AS (street text, "zip code" text);
CREATE TABLE invoices (
  no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, amount numeric(12,2), at timestamptz DEFAULT now(),
  customer bigint REFERENCES customers ON DELETE CASCADE ON UPDATE CASCADE);
CREATE TABLE invoice_lines (
  invoice int, line smallint, customer bigint REFERENCES customers ON DELETE SET NULL ON UPDATE CASCADE,
  what text, PRIMARY KEY (invoice, line),
  FOREIGN KEY (invoice) REFERENCES invoices ON DELETE CASCADE);
CREATE TABLE vehicles (id int PRIMARY KEY, wheels int);
CREATE TABLE cars (doors int, PRIMARY KEY (id)) INHERITS (vehicles);
CREATE TABLE trailers (load numeric) INHERITS (vehicles);
CREATE TABLE visits (at date, who text, note text) PARTITION BY RANGE (at);
CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2024-06-01') PARTITION BY LIST (who);
CREATE TABLE visits_old_a PARTITION OF visits_old FOR VALUES IN ('a');
CREATE TABLE visits_old_rest PARTITION OF visits_old DEFAULT;
CREATE TABLE visits_new PARTITION OF visits FOR VALUES FROM ('2024-06-01') TO (MAXVALUE);
CREATE TABLE queue (place int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, who text);
CREATE TABLE unnamed (a int, b text);
ALTER TABLE unnamed REPLICA IDENTITY NOTHING;
CREATE TABLE toasted (id int PRIMARY KEY, version int, body text, more jsonb);
ALTER TABLE toasted ALTER body SET STORAGE EXTERNAL;
CREATE TABLE audit (at timestamptz, what text, row_before text);
CREATE FUNCTION note_it() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO audit VALUES (clock_timestamp(), tg_op || ' on ' || tg_table_name, old::text); RETURN NULL; END $$;
CREATE TRIGGER noted AFTER UPDATE OR DELETE ON "Select" FOR EACH ROW EXECUTE FUNCTION note_it();
CREATE TABLE "Case" (id int PRIMARY KEY, v text);
CREATE TABLE "case" (id int PRIMARY KEY, v text);
CREATE TABLE "odd .name/with ""all"" of; it's" ("a.b""c" int PRIMARY KEY, "sum(x) = 1;" text, "\back" text, "tab	in it" text);
CREATE TABLE a_name_of_sixty_three_letters_which_is_as_long_as_a_name_can_be
  (a_column_of_sixty_three_letters_which_is_as_long_as_a_name_can int PRIMARY KEY, v text);
CREATE TABLE odd_types (
  id oid PRIMARY KEY, span interval, price money, host inet, net cidr, mac macaddr, bits bit(8), var varbit(20),
  doc xml, search tsvector, spot point, home address, clock timetz, n numeric, f float8, d date, ts timestamptz,
  matrix int[], numbers numeric[], flags bool[], text_json json, days daterange, ns nummultirange, c "char", short name);
CREATE VIEW open_invoices AS SELECT no, amount FROM invoices;
CREATE SCHEMA sales;
CREATE TABLE sales.customers (id int PRIMARY KEY, name text);
CREATE TABLE sales.item_1 (id int PRIMARY KEY, v text);
CREATE SCHEMA "Größe & Co";
CREATE TABLE "Größe & Co"."Tabelle 1" ("Schlüssel" text PRIMARY KEY, "Wert" int);

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

INSERT INTO invoices (amount, customer, at) SELECT i * 9.99, 1 + i % 60, '2024-01-01+00' FROM generate_series(1, 90) i;
INSERT INTO invoice_lines SELECT no, l, customer, 'line ' || l FROM invoices, generate_series(1, 2) l;
INSERT INTO vehicles SELECT i, 2 FROM generate_series(1, 10) i;
INSERT INTO cars SELECT i, 4, 3 FROM generate_series(5, 20) i;
INSERT INTO trailers SELECT i / 2, 2, i FROM generate_series(1, 10) i;
INSERT INTO visits SELECT date '2024-05-01' + i, (ARRAY['a', 'b', 'c'])[1 + i % 3], NULL FROM generate_series(0, 59) i;
INSERT INTO visits SELECT * FROM visits WHERE who = 'a';
INSERT INTO queue SELECT i, 'w' || i FROM generate_series(1, 10) i;
INSERT INTO unnamed VALUES (1, 'x'), (1, 'x'), (NULL, NULL);
INSERT INTO toasted SELECT i, 0, repeat('y' || i, 4000), NULL FROM generate_series(1, 20) i;
INSERT INTO "Case" VALUES (1, 'upper');
INSERT INTO "case" VALUES (1, 'lower'), (2, 'lower');
INSERT INTO "odd .name/with ""all"" of; it's" SELECT i, 'v' || i, '\' || i, E'\t' FROM generate_series(1, 20) i;
INSERT INTO a_name_of_sixty_three_letters_which_is_as_long_as_a_name_can_be VALUES (1, 'long');
INSERT INTO odd_types VALUES
  (1, '1 year -2 mons 3 days 04:05:06.789', '12.34', '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', B'10101010', B'101',
   '<a b="c">d</a>', 'fat:1 cat:2', '(1.5,-2)', ROW('Straße 1', '012'), '12:00:00+02', 'NaN', 'Infinity', 'infinity',
   '-infinity', '{{1,2},{3,NULL}}', '{1.50,NaN}', '{t,f,NULL}', '{"a" :  1, "a": 2}', '[2024-01-01,2024-02-01)',
   '{[1,2),(3,4]}', 'x', 'short'),
  (2, NULL, '-0.01', '::1', '::/0', NULL, B'00000000', B'', NULL, '', NULL, ROW(NULL, ''), NULL, 1e-20, 'NaN', '0044-03-15 BC',
   '294276-12-31 23:59:59+00', '{}', '{}', NULL, '[]', 'empty', '{}', NULL, NULL),
  (3, '-00:00:00.000001', '1000', '1.2.3.4', '1.2.3.0/24', NULL, B'11111111', NULL, NULL, NULL, NULL, NULL, NULL, 12345678901234567890.5,
   5e-324, '2024-02-29', '2024-02-29 23:59:59.999999+00', '{1}', '{1}', '{}', 'null', NULL, NULL, 'Z', '');
INSERT INTO sales.customers VALUES (1, 'of the other schema');
INSERT INTO sales.item_1 SELECT i, 'i' || i FROM generate_series(1, 10) i;
INSERT INTO "Größe & Co"."Tabelle 1" SELECT 'ä' || i, i FROM generate_series(1, 10) i;
