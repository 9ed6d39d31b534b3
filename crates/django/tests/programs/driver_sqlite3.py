"""Python's sqlite3 module: implicit transactions, cursors, rows, errors."""
import sqlite3

from probe import note, other


def connect(**kwargs):
    return sqlite3.connect("default", **kwargs)


def setup():
    c = connect(isolation_level=None)
    c.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT UNIQUE, balance INTEGER NOT NULL)")
    c.execute("INSERT INTO account VALUES (1, 'a', 100), (2, 'b', 0)")
    c.close()


def case_select():
    c = connect()
    cur = c.execute("SELECT * FROM account ORDER BY id")
    return cur.fetchone(), cur.fetchall(), cur.fetchone(), cur.rowcount, cur.description, cur.lastrowid, c.in_transaction


def case_implicit_begin():
    c = connect()
    note(c.in_transaction)
    cur = c.execute("UPDATE account SET balance = balance - ? WHERE id = ?", (10, 1))
    note((cur.rowcount, c.in_transaction))
    other("SELECT balance FROM account WHERE id = 1")
    c.commit()
    note(c.in_transaction)
    c.commit()
    other("SELECT balance FROM account WHERE id = 1")


def case_rollback():
    c = connect()
    c.execute("DELETE FROM account")
    c.rollback()
    c.rollback()
    return c.execute("SELECT COUNT(*) FROM account").fetchone()


def case_no_commit():
    c = connect()
    c.execute("DELETE FROM account")
    c.close()
    return connect().execute("SELECT COUNT(*) FROM account").fetchone()


def case_autocommit():
    c = connect(isolation_level=None)
    c.execute("DELETE FROM account WHERE id = 1")
    note(c.in_transaction)
    c.execute("BEGIN IMMEDIATE")
    note(c.in_transaction)
    c.execute("DELETE FROM account")
    c.execute("ROLLBACK")
    return c.in_transaction, c.isolation_level


def case_levels():
    found = []
    for level in ("", "DEFERRED", "immediate", "EXCLUSIVE"):
        c = connect(isolation_level=level)
        c.execute("INSERT INTO account (name, balance) VALUES (?, 0)", (level,))
        found.append((c.isolation_level, c.in_transaction))
        c.commit()
        c.close()
    return found


def case_bad_level():
    return connect(isolation_level="SERIAL")


def case_change_level():
    c = connect()
    c.execute("UPDATE account SET balance = 1")
    c.isolation_level = None
    note(c.in_transaction)
    c.execute("UPDATE account SET balance = 2")
    c.isolation_level = "IMMEDIATE"
    c.execute("UPDATE account SET balance = 3")
    return c.in_transaction


def case_ddl():
    c = connect()
    c.execute("CREATE TABLE t (x)")
    note(c.in_transaction)
    c.execute("INSERT INTO t VALUES (1)")
    c.execute("CREATE TABLE u (x)")
    note(c.in_transaction)
    c.rollback()
    return c.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()


def case_with():
    c = connect()
    with c:
        c.execute("UPDATE account SET balance = 5 WHERE id = 1")
    note(c.in_transaction)
    try:
        with c:
            c.execute("UPDATE account SET balance = 6 WHERE id = 1")
            raise ValueError("no")
    except ValueError:
        note(c.in_transaction)
    with c as same:
        note(same is c)
    return c.execute("SELECT balance FROM account WHERE id = 1").fetchone()


def case_with_error():
    c = connect()
    with c:
        c.execute("INSERT INTO account (name, balance) VALUES ('n', 1)")
        c.execute("INSERT INTO account (name, balance) VALUES ('a', 1)")


def case_unique():
    connect().execute("INSERT INTO account (name, balance) VALUES ('a', 1)")


def case_not_null():
    connect().execute("INSERT INTO account (name) VALUES ('z')")


def case_error_leaves_open():
    c = connect()
    try:
        c.execute("INSERT INTO account (name, balance) VALUES ('a', 1)")
    except sqlite3.IntegrityError as error:
        note((error.sqlite_errorname, error.sqlite_errorcode, isinstance(error, sqlite3.DatabaseError)))
    return c.in_transaction


def case_locked():
    c = connect()
    d = connect(timeout=0)
    c.execute("UPDATE account SET balance = 1")
    try:
        d.execute("UPDATE account SET balance = 2")
    except sqlite3.OperationalError as error:
        note((str(error), error.sqlite_errorname))
    note(d.in_transaction)
    c.commit()
    d.execute("UPDATE account SET balance = 3")
    d.commit()
    return c.execute("SELECT balance FROM account").fetchall()


def case_locked_immediate():
    c = connect(isolation_level="IMMEDIATE")
    d = connect(isolation_level="IMMEDIATE", timeout=0)
    c.execute("UPDATE account SET balance = 1")
    try:
        d.execute("UPDATE account SET balance = 2")
    except sqlite3.OperationalError as error:
        note(error)
    return d.in_transaction


def case_commit_refused():
    c = connect(timeout=0)
    d = connect(isolation_level=None)
    d.execute("BEGIN")
    d.execute("SELECT * FROM account").fetchall()
    try:
        with c:
            c.execute("UPDATE account SET balance = 1")
    except sqlite3.OperationalError as error:
        note(error)
    return c.in_transaction


def case_syntax():
    connect().execute("SELEC 1")


def case_no_table():
    connect().execute("SELECT * FROM nope")


def case_two_statements():
    connect().execute("SELECT 1; SELECT 2")


def case_semicolon():
    return connect().execute("SELECT ';' AS x; ").fetchall()


def case_empty():
    cur = connect().execute("")
    return cur.fetchall(), cur.description


def case_params():
    c = connect()
    found = c.execute("SELECT ?, ?, ?, ?, ?, ?", (1, 2.5, "x", None, b"\x00", True)).fetchall()
    named = c.execute("SELECT :a, @b, $a, ':a'", {"a": 1, "b": 2, "c": 3}).fetchall()
    return found, named, c.execute("SELECT ?", [5]).fetchone()


def case_params_few():
    connect().execute("SELECT ?, ?", (1,))


def case_params_many():
    connect().execute("SELECT ?", (1, 2))


def case_params_string():
    return connect().execute("SELECT ?", ("ab")).fetchone()


def case_params_missing():
    connect().execute("SELECT :a", {"b": 1})


def case_params_type():
    connect().execute("SELECT ?", ([],))


def case_params_number():
    connect().execute("SELECT ?", 5)


def case_params_big():
    connect().execute("SELECT ?", (2**63,))


def case_executemany():
    c = connect()
    cur = c.executemany("INSERT INTO account (name, balance) VALUES (?, ?)", [("p", 1), ("q", 2)])
    return cur.rowcount, cur.lastrowid, c.in_transaction, c.total_changes


def case_executemany_select():
    connect().executemany("SELECT ?", [(1,)])


def case_executescript():
    c = connect()
    c.execute("UPDATE account SET balance = 1")
    cur = c.executescript(
        """
        -- a comment; with a semicolon
        CREATE TABLE log (text);
        CREATE TRIGGER t AFTER INSERT ON account BEGIN
            INSERT INTO log VALUES ('a;b');
            INSERT INTO log VALUES (new.name);
        END;
        INSERT INTO account (name, balance) VALUES ('x;y', 1)
        """
    )
    return c.in_transaction, c.execute("SELECT * FROM log").fetchall()


def case_lastrowid():
    c = connect()
    cur = c.cursor()
    found = [cur.lastrowid]
    cur.execute("INSERT INTO account (name, balance) VALUES ('p', 1)")
    found.append(cur.lastrowid)
    cur.execute("SELECT 1")
    found.append(cur.lastrowid)
    cur.execute("UPDATE account SET balance = 3")
    found.append((cur.lastrowid, cur.rowcount))
    return found


def case_returning():
    c = connect()
    cur = c.execute("INSERT INTO account (name, balance) VALUES ('p', 1), ('q', 2) RETURNING id")
    before = cur.rowcount
    return before, cur.fetchall(), cur.rowcount


def case_fetchmany():
    cur = connect().execute("SELECT id FROM account ORDER BY id")
    return cur.fetchmany(), cur.fetchmany(5), cur.fetchmany(5), cur.arraysize


def case_iterate():
    return [row for row in connect().execute("SELECT id, name FROM account ORDER BY id")]


def case_row():
    c = connect()
    c.row_factory = sqlite3.Row
    row = c.execute("SELECT id, name AS Name FROM account ORDER BY id").fetchone()
    return row["name"], row["ID"], row[0], row[-1], len(row), tuple(row), row.keys(), dict(row)


def case_row_unknown():
    c = connect()
    c.row_factory = sqlite3.Row
    return c.execute("SELECT 1 AS a").fetchone()["b"]


def case_row_factory():
    c = connect()
    c.row_factory = lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)}
    return c.execute("SELECT id, name FROM account ORDER BY id").fetchall()


def case_closed():
    c = connect()
    c.close()
    c.close()
    c.execute("SELECT 1")


def case_closed_cursor():
    cur = connect().cursor()
    cur.close()
    cur.fetchone()


def case_memory():
    c = sqlite3.connect(":memory:")
    c.execute("CREATE TABLE t (x)")
    d = sqlite3.connect(":memory:")
    return d.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


def case_savepoint():
    c = connect()
    c.execute("SAVEPOINT a")
    note(c.in_transaction)
    c.execute("UPDATE account SET balance = 7")
    c.execute("ROLLBACK TO a")
    note(c.in_transaction)
    c.commit()
    return c.in_transaction


def case_begin_twice():
    c = connect(isolation_level=None)
    c.execute("BEGIN")
    c.execute("BEGIN")


def case_commit_alone():
    connect(isolation_level=None).execute("COMMIT")
