-- What others refuse as PostgreSQL has it.
CREATE SCHEMA staff;
CREATE TABLE staff.person (
  id bigserial PRIMARY KEY CHECK (id > 0), born date CHECK (born < now()), hired date DEFAULT CURRENT_DATE,
  "rank" integer, "lead" text, seen timestamptz DEFAULT '2000-01-01 02:00:00+02', CONSTRAINT lives CHECK (CURRENT_DATE > born)
);
CREATE TABLE staff.badge (id integer PRIMARY KEY, person integer NOT NULL, CONSTRAINT holder FOREIGN KEY (person) REFERENCES staff.person (id));
CREATE TABLE staff.chain (id integer PRIMARY KEY, badge smallint, CONSTRAINT holder FOREIGN KEY (badge) REFERENCES staff.badge (id),
  FOREIGN KEY (badge) REFERENCES staff.person (id));
CREATE TABLE staff.locker (id integer PRIMARY KEY, badge integer CHECK (badge > 0) REFERENCES staff.badge (id) ON UPDATE CASCADE ON DELETE SET NULL);
CREATE TABLE wide (id uuid PRIMARY KEY, a varchar(8000), b varchar(7000), c varchar(4000), d varchar(255));
CREATE TABLE keyed (a varchar(1000), b varchar(800), c varchar(2000), d text, PRIMARY KEY (a, b), UNIQUE (c));
CREATE INDEX long_one ON keyed (c, d, b);
CREATE TABLE tags (keyed_a varchar(1000), keyed_b varchar(800), moods text[], doc jsonb, addr inet, CONSTRAINT holder FOREIGN KEY (keyed_a, keyed_b) REFERENCES keyed (a, b));
