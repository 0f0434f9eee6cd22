-- What others refuse as SQLite has it: keys to columns that are no key, between unequal types, to nothing.
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT COLLATE NOCASE, added TIMESTAMP DEFAULT '2000-01-01 00:00:00+00:00', shelf INT);
CREATE TABLE page (book TEXT REFERENCES book (id), number INT, title TEXT REFERENCES book (title), gone INT REFERENCES nowhere, PRIMARY KEY (book, number)) WITHOUT ROWID;
CREATE TABLE loan (id INTEGER PRIMARY KEY, book INT REFERENCES book, who VARCHAR(20000), "order" ANY, shelf REAL REFERENCES book (shelf));
CREATE UNIQUE INDEX one_shelf ON book (shelf);
CREATE TABLE "group" ("select" INTEGER PRIMARY KEY, _latin1 TEXT, float4 REAL, "database" TEXT DEFAULT "x");
CREATE VIEW titles AS SELECT title FROM book;
