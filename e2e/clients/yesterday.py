"""Lets everything that is recorded from now on have happened a day before: DATABASE."""

import sqlite3
import sys

with sqlite3.connect(sys.argv[1]) as database:
    database.execute(
        "CREATE TRIGGER yesterday AFTER INSERT ON audit_events BEGIN"
        " UPDATE audit_events SET at = NEW.at - 86400000000 WHERE position = NEW.position;"
        " END"
    )
database.close()
