-- Partitions and inheritance.
CREATE TABLE region (id integer PRIMARY KEY);
CREATE TABLE sale (id bigserial, at date NOT NULL, region integer REFERENCES region, amount numeric(10,2) DEFAULT 0 CHECK (amount >= 0),
  CONSTRAINT sale_key PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX sale_region ON sale (region); CREATE INDEX ON sale (lower(amount::text));
CREATE TABLE sale_2020 PARTITION OF sale FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE sale_2021 (region integer, id bigint NOT NULL, amount numeric(10,2) DEFAULT 7 CONSTRAINT sale_amount_check CHECK (amount >= 0), at date NOT NULL,
  CONSTRAINT own_key PRIMARY KEY (id, at), CONSTRAINT own_fk FOREIGN KEY (region) REFERENCES region);
CREATE INDEX own_index ON sale_2021 (region); CREATE INDEX more ON sale_2021 (amount);
COMMENT ON TABLE sale_2021 IS 'last year'; COMMENT ON COLUMN sale_2021.at IS 'when';
ALTER TABLE sale ATTACH PARTITION sale_2021 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE sale_rest PARTITION OF sale DEFAULT PARTITION BY LIST (at);
CREATE TABLE sale_rest_1 PARTITION OF sale_rest FOR VALUES IN ('1999-01-01');
CREATE TABLE refund (id bigint, at date, FOREIGN KEY (id, at) REFERENCES sale ON DELETE CASCADE);
CREATE TABLE refund_old (id bigint, at date, FOREIGN KEY (id, at) REFERENCES sale_2020);
CREATE TABLE measure (city text, n integer) PARTITION BY HASH (city, (n + 1));
CREATE TABLE measure_0 PARTITION OF measure FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE measure_1 PARTITION OF measure FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER noted AFTER INSERT ON sale FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER only_here AFTER INSERT ON sale_2020 FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TABLE animal (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', CONSTRAINT named CHECK (name <> ''),
  CONSTRAINT mine CHECK (id > 0) NO INHERIT);
CREATE TABLE fish (fins integer) INHERITS (animal);
ALTER TABLE ONLY fish ALTER COLUMN name SET DEFAULT 'fish'; ALTER TABLE fish ALTER COLUMN fins SET NOT NULL;
CREATE TABLE bird (wings integer, CHECK (wings < 9)) INHERITS (animal);
ALTER TABLE ONLY bird ALTER COLUMN name DROP DEFAULT;
CREATE TABLE flying (speed integer);
CREATE TABLE flying_fish () INHERITS (fish, flying);
CREATE VIEW all_animals AS SELECT * FROM ONLY animal;
CREATE TABLE trunk (id integer, name text NOT NULL DEFAULT 'p', twice integer GENERATED ALWAYS AS (id * 2) STORED, CHECK (id > 0));
CREATE TABLE root (name text DEFAULT 'r', depth integer);
CREATE TABLE twig (extra integer, name text DEFAULT 't') INHERITS (trunk);
CREATE TABLE plain_twig (name text, id bigserial) INHERITS (root);
ALTER TABLE ONLY plain_twig ALTER COLUMN name DROP DEFAULT;
CREATE TABLE leaf (name text DEFAULT 'both', id integer) INHERITS (trunk, root);
CREATE TABLE counted (id integer NOT NULL, note text);
CREATE TABLE counting (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5), note text);
ALTER TABLE counting INHERIT counted;
