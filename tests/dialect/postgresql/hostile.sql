-- Names that break what is not careful.
CREATE SCHEMA "a.b"; CREATE SCHEMA "select"; CREATE SCHEMA "quo""te";
CREATE TYPE "select"."my.type" AS ENUM ('', 'a''b', '"', '\', E'line\nbreak', '😀', 'A', 'a');
CREATE TYPE "Ty(p)e" AS ENUM ('x');
CREATE DOMAIN "a.b"."Dom ain" AS "select"."my.type" DEFAULT 'a''b';
CREATE TABLE "👩‍🎓" (" " integer PRIMARY KEY, "a
b" text UNIQUE, "select" "select"."my.type" DEFAULT '', "Ünïcödé" "Ty(p)e"[], "$1" "a.b"."Dom ain", "a""b" text, "'" text DEFAULT $$'$$,
  "\" text, "%s" integer, ";" integer CHECK (";" > 0), "--" integer DEFAULT 5, "/*" integer, "$$" integer, ":x" integer, "{}" integer);
COMMENT ON TABLE "👩‍🎓" IS E'it''s; -- "quoted" \\ $$ 😀\n\t';
COMMENT ON COLUMN "👩‍🎓"."a
b" IS '/* no */';
CREATE TABLE "a.b"."c.d" (id integer PRIMARY KEY, "A" integer, "a" integer, CONSTRAINT "k""1" UNIQUE ("A", a));
CREATE TABLE "a.b.c" (d integer, id integer REFERENCES "a.b"."c.d");
CREATE TABLE "quo""te"."quo""te" ("quo""te" integer PRIMARY KEY REFERENCES "a.b"."c.d" (id),
  "user" integer, CONSTRAINT "check" CHECK ("user" > 1), CONSTRAINT "unique" UNIQUE ("user"));
CREATE TABLE "Person" (id integer PRIMARY KEY); CREATE TABLE "person" (id integer PRIMARY KEY REFERENCES "Person");
CREATE TABLE "PERSON" (id integer PRIMARY KEY REFERENCES "person");
CREATE TABLE t23456789012345678901234567890123456789012345678901234567890123 (
  c23456789012345678901234567890123456789012345678901234567890123 serial PRIMARY KEY,
  d23456789012345678901234567890123456789012345678901234567890123 integer UNIQUE);
CREATE TABLE "ääääääääääääääääääääääääääääääx" ("öööööööööööööööööööööööööööööö" serial);
CREATE TABLE "user" ("order" integer PRIMARY KEY, "group" integer REFERENCES "user" ("order"));
CREATE INDEX "in dex" ON "user" ("group" DESC, ("order" + 1)) WHERE "group" > 3;
CREATE SEQUENCE "se'q""x"; CREATE TABLE uses ("i'd" integer DEFAULT nextval('"se''q""x"'));
ALTER SEQUENCE "se'q""x" OWNED BY uses."i'd";
CREATE TABLE "it's" ("i""d" serial PRIMARY KEY, n integer);
CREATE VIEW "view;""x" AS SELECT "order" AS "a;b", 'x;y'::text AS "?column?" FROM "user" WHERE "group" IN (1, 2);
COMMENT ON VIEW "view;""x" IS 'v'; COMMENT ON COLUMN "view;""x"."a;b" IS 'c;d';
CREATE FUNCTION "f(x"("a b" integer, "c""d" "Ty(p)e" DEFAULT 'x') RETURNS text LANGUAGE plpgsql AS $x$ BEGIN RETURN $q$;$q$; END; $x$;
COMMENT ON FUNCTION "f(x"(integer, "Ty(p)e") IS 'f';
CREATE FUNCTION "tr'g"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER "Trig ger" BEFORE INSERT OR UPDATE OF "group" ON "user" FOR EACH ROW WHEN (NEW."group" = ANY (ARRAY[1, 2])) EXECUTE FUNCTION "tr'g"('a;b', 'c''d');
COMMENT ON TRIGGER "Trig ger" ON "user" IS 't';
