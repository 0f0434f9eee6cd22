#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The School story in a real window, by mouse and keyboard: draw, see the SQL, create the database, insert, browse.

What a person would see is kept as pictures; what must be true is asked of the files that the program leaves behind.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import time

from display import Display, missing_tools

SKIPPED = 77  # what ctest is told to take for "skipped"


class Story:
    def __init__(self, display, program, pictures):
        self.display = display
        self.program = program
        self.pictures = pictures
        self.folder = os.path.join(display.home, "school")
        os.mkdir(self.folder)
        self.project = os.path.join(self.folder, "school.conjoin")
        self.database = os.path.join(self.folder, "school.db")
        self.number = 0

    def picture(self, name):
        self.number += 1
        self.display.shot(os.path.join(self.pictures, "story-%02d-%s.png" % (self.number, name)))

    def conjoin(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait_for(self, what, holds, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return
            time.sleep(0.1)
        self.picture("failed")
        raise AssertionError("not within %s s: %s" % (seconds, what))

    def query(self, sql):
        if not os.path.exists(self.database):
            return []
        with sqlite3.connect("file:%s?mode=ro" % self.database, uri=True) as connection:
            return connection.execute(sql).fetchall()

    def ddl(self):
        """What the window has drawn: saved, then read by the command line."""
        self.display.key("ctrl+s")
        self.display.settle(0.5)
        return self.conjoin("ddl", self.project)

    # -- the chapters ----------------------------------------------------------------------------------------------

    def draw_tables(self):
        d = self.display
        d.key("ctrl+n")
        d.settle(0.5)
        d.double_click(400, 250)
        d.type("Student")
        d.key("Return")
        d.type("firstName")
        d.key("Return", "Escape")
        d.double_click(860, 250)
        d.type("Class")
        d.key("Return")
        d.type("className")
        d.key("Tab")
        d.type("varchar(255)")
        d.key("Return", "Escape")
        self.picture("tables")

    def save(self):
        d = self.display
        d.key("ctrl+shift+s")
        d.settle(0.8)
        d.key("ctrl+a")
        d.type(self.project)
        d.key("Return")
        self.wait_for("the project is saved", lambda: os.path.exists(self.project))
        sql = self.conjoin("ddl", self.project)
        assert "CREATE TABLE Students" in sql and "firstName VARCHAR(255)" in sql, sql
        assert "CREATE TABLE Classes" in sql and "className VARCHAR(255)" in sql, sql

    def draw_link(self):
        d = self.display
        (x1, y1, width1), (x2, y2, width2) = self.cards()
        d.move(x1 + width1 / 2, y1 + 20)  # the handles at the borders appear
        d.settle()
        d.drag(x1 + width1, y1 + 20, x2 + width2 / 2, y2 + 20)
        self.picture("chooser")
        d.key("3")
        d.type("Enrollment")
        d.key("Return")
        d.key("Escape")  # no attributes yet
        self.picture("link")
        sql = self.ddl()
        assert "CREATE TABLE Enrollments" in sql, sql
        assert "PRIMARY KEY (StudentId, ClassId)" in sql, sql
        assert sql.count("ON DELETE CASCADE ON UPDATE CASCADE") == 2, sql
        return sql

    def switch_presentation(self, before):
        d = self.display
        d.key("j")
        d.settle(0.5)
        self.picture("card")
        assert self.ddl() == before, "the DDL changed with the presentation"
        d.key("j")
        d.settle(0.5)
        assert self.ddl() == before

    def give_grade(self):
        d = self.display
        d.key("Insert")
        d.type("grade")
        d.key("Tab", "ctrl+a")
        d.type("integer")
        d.key("Return", "Escape")
        self.picture("grade")
        assert "grade INTEGER" in self.ddl()

    def undo_and_redo(self):
        d = self.display
        before = self.ddl()
        d.key("ctrl+z", "ctrl+z")
        assert self.ddl() != before
        d.key("ctrl+shift+z", "ctrl+shift+z")
        assert self.ddl() == before

    def create_database(self):
        d = self.display
        d.key("ctrl+shift+d")
        d.settle(0.8)
        d.key("ctrl+a")
        d.type(self.database)
        d.settle(1)
        self.picture("create-database")
        d.key("Return")
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('Students', 'Classes', 'Enrollments')"
        self.wait_for("the database has its tables", lambda: len(self.query(tables)) == 3)
        d.settle(0.8)

    def insert(self):
        d = self.display
        self.show_data("Student")
        d.key("ctrl+n")
        d.type("Lucas")
        d.key("Tab")
        d.type("Chemistry")
        d.settle(0.8)
        d.key("ctrl+Return")
        d.settle(0.8)
        self.picture("draft-lucas")
        d.key("Escape", "F10")
        self.wait_for("Lucas is enrolled", lambda: self.query("SELECT * FROM Enrollments"))
        d.settle(0.8)

        d.key("ctrl+n")
        d.type("Jake")
        d.key("Tab")
        d.type("Che")
        d.settle(1)
        self.picture("picker")
        d.key("Return")
        d.settle(0.6)
        self.picture("draft-jake")
        d.key("Escape", "F10")
        self.wait_for("Jake is enrolled too", lambda: len(self.query("SELECT * FROM Enrollments")) == 2)
        assert self.query("SELECT className FROM Classes") == [("Chemistry",)], self.query("SELECT * FROM Classes")
        d.settle(0.8)
        self.picture("inserted")

    # -- where things are ------------------------------------------------------------------------------------------

    BANDS = [bytes.fromhex(colour) for colour in
             ("4C6EF5", "0CA678", "E8890C", "E64980", "1C93C9", "7950F2", "66A80F", "64748B")]

    def cards(self):
        """The cards on the canvas, from left to right: (x, y, width)."""
        self.display.move(self.display.size[0] / 2, 500)  # nothing hovered, nothing dimmed
        self.display.settle()
        return self.display.bands(self.BANDS)

    def show_data(self, table):
        self.display.key("alt+2")
        self.display.settle(0.8)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--pictures", required=True)
    given = arguments.parse_args()
    if missing_tools():
        print("skipped: missing %s" % " ".join(missing_tools()))
        sys.exit(SKIPPED)
    os.makedirs(given.pictures, exist_ok=True)
    program = os.path.abspath(given.program)
    with Display(1440, 900) as display:
        display.open([program, "--theme", "light"], "Conjoin")
        story = Story(display, program, given.pictures)
        story.draw_tables()
        story.save()
        before = story.draw_link()
        story.switch_presentation(before)
        story.give_grade()
        story.undo_and_redo()
        story.create_database()
        story.insert()
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
