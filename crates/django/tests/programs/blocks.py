"""atomic(), savepoints, get_or_create, callbacks, raw cursors, locks."""
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections, models, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from probe import hold, note, other, release


class Account(models.Model):
    name = models.CharField(max_length=20)
    balance = models.IntegerField(default=0)


class Tag(models.Model):
    name = models.CharField(max_length=20, unique=True)
    n = models.IntegerField(default=0)


A = Account.objects
T = Tag.objects
INSERT = "INSERT INTO scenario_tag (id, name, n) VALUES (11, 'y', 0)"


def setup():
    A.create(name="a", balance=100)
    A.create(name="b")
    T.create(name="x")


def late(value):
    """A default that somebody else's insert overtakes."""

    def make():
        other(INSERT)
        return value

    return make


def case_goc_hit():
    return T.get_or_create(name="x")


def case_goc_miss():
    return T.get_or_create(name="y")


def case_goc_defaults():
    tag, created = T.get_or_create(name="y", defaults={"n": 4})
    return tag.n, created


def case_goc_lost_race():
    return T.get_or_create(name="y", defaults={"n": late(0)})


def case_goc_atomic_hit():
    with transaction.atomic():
        return T.get_or_create(name="x")


def case_goc_atomic_miss():
    with transaction.atomic():
        return T.get_or_create(name="y")


def case_goc_atomic_lost_race():
    with transaction.atomic():
        return T.get_or_create(name="y", defaults={"n": late(0)})


def case_goc_two():
    return A.get_or_create(balance__gte=0)


def case_goc_lookup():
    account, created = A.get_or_create(name__iexact="Q", defaults={"name": "q"})
    return account.name, created


def case_goc_bad_field():
    return T.get_or_create(nope="x")


def case_goc_bad_default():
    return T.get_or_create(name="y", defaults={"nope": 1})


def case_goc_integrity_again():
    return T.get_or_create(name="q", defaults={"id": 1})


def case_goc_filtered():
    return T.filter(n=0).get_or_create(name="z")


def case_uoc_hit():
    return T.update_or_create(name="x", defaults={"n": 5})


def case_uoc_miss():
    return T.update_or_create(name="y", defaults={"n": 5})


def case_uoc_lost_race():
    return T.update_or_create(name="y", defaults={"n": late(5)})


def case_uoc_f():
    tag, created = T.update_or_create(name="x", defaults={"n": F("n") + 1})
    tag.refresh_from_db()
    return tag.n, created


def case_uoc_create_defaults():
    return T.update_or_create(name="y", defaults={"n": 5}, create_defaults={"n": 6})[0].n


def case_uoc_no_defaults():
    return T.update_or_create(name="x")


def case_uoc_callable():
    return T.update_or_create(name="x", defaults={"n": lambda: 8})[0].n


def case_atomic():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)


def case_atomic_empty():
    with transaction.atomic():
        pass


def case_atomic_raise():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
        raise ValueError("no")


def case_atomic_decorator():
    @transaction.atomic
    def change():
        """Doc."""
        A.filter(pk=1).update(balance=1)
        return 5

    @transaction.atomic()
    def again(n):
        return n

    return change(), change.__name__, change.__doc__, again(3), again(n=4)


def case_nested():
    with transaction.atomic():
        with transaction.atomic():
            A.filter(pk=1).update(balance=1)


def case_nested_three():
    with transaction.atomic():
        with transaction.atomic():
            with transaction.atomic():
                A.filter(pk=1).update(balance=1)


def case_nested_raise():
    with transaction.atomic():
        try:
            with transaction.atomic():
                A.filter(pk=1).update(balance=1)
                raise ValueError
        except ValueError:
            pass


def case_savepoint_false_then_query():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
        try:
            with transaction.atomic(savepoint=False):
                raise ValueError
        except ValueError:
            pass
        return A.count()


def case_savepoint_false_no_query():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
        try:
            with transaction.atomic(savepoint=False):
                raise ValueError
        except ValueError:
            pass


def case_savepoint_false_fine():
    with transaction.atomic():
        with transaction.atomic(savepoint=False):
            A.filter(pk=1).update(balance=1)


def case_durable():
    with transaction.atomic(durable=True):
        A.filter(pk=1).update(balance=1)


def case_durable_nested():
    with transaction.atomic():
        with transaction.atomic(durable=True):
            pass


def case_set_rollback():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
        transaction.set_rollback(True)
        return transaction.get_rollback()


def case_set_rollback_outside():
    transaction.set_rollback(True)


def case_error_then_query():
    with transaction.atomic():
        try:
            T.create(name="x")
        except IntegrityError:
            pass
        return A.count()


def case_error_cause():
    try:
        with transaction.atomic():
            try:
                T.create(name="x")
            except IntegrityError:
                pass
            A.count()
    except TransactionManagementError as error:
        return type(error.__cause__).__name__, issubclass(TransactionManagementError, DatabaseError)


def case_error_no_query():
    with transaction.atomic():
        A.filter(pk=1).update(balance=1)
        try:
            T.create(name="x")
        except IntegrityError:
            pass
    return A.get(pk=1).balance


def case_error_raw_then_query():
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO scenario_tag (id, name, n) VALUES (9, 'x', 0)")
        except IntegrityError:
            pass
        return A.count()


def case_error_update_then_query():
    with transaction.atomic():
        T.create(name="y")
        try:
            T.filter(name="y").update(name="x")
        except IntegrityError:
            pass
        return A.count()


def case_error_select_then_query():
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM nope")
        except OperationalError as error:
            note(error)
        return A.count()


def case_error_inner_then_query():
    with transaction.atomic():
        try:
            with transaction.atomic():
                T.create(name="x")
        except IntegrityError:
            pass
        return A.count()


def case_error_inner_savepoint_after_broken():
    with transaction.atomic():
        try:
            T.create(name="x")
        except IntegrityError:
            pass
        with transaction.atomic():
            pass


def case_error_bulk():
    with transaction.atomic():
        try:
            T.bulk_create([Tag(name="x")])
        except IntegrityError:
            pass
        return A.count()


def case_error_delete_and_rescue():
    with transaction.atomic():
        try:
            T.create(name="x")
        except IntegrityError:
            transaction.set_rollback(False)
        return A.count()


def case_manual():
    transaction.set_autocommit(False)
    note(transaction.get_autocommit())
    A.get(pk=1)
    A.filter(pk=1).update(balance=1)
    transaction.commit()
    A.filter(pk=1).update(balance=2)
    transaction.rollback()
    transaction.set_autocommit(True)
    return A.get(pk=1).balance


def case_manual_atomic_inside():
    transaction.set_autocommit(False)
    A.filter(pk=1).update(balance=1)
    with transaction.atomic():
        A.filter(pk=1).update(balance=2)
    transaction.commit()
    transaction.set_autocommit(True)
    return A.get(pk=1).balance


def case_manual_leave_open():
    transaction.set_autocommit(False)
    A.filter(pk=1).update(balance=1)
    transaction.set_autocommit(True)
    return A.get(pk=1).balance


def case_manual_on_commit():
    transaction.set_autocommit(False)
    transaction.on_commit(lambda: None)


def case_commit_in_atomic():
    with transaction.atomic():
        transaction.commit()


def case_rollback_in_atomic():
    with transaction.atomic():
        transaction.rollback()


def case_autocommit_in_atomic():
    with transaction.atomic():
        transaction.set_autocommit(True)


def case_commit_outside():
    transaction.commit()
    transaction.rollback()
    return transaction.get_autocommit(), connection.in_atomic_block


def case_savepoints_by_hand():
    with transaction.atomic():
        sid = transaction.savepoint()
        A.filter(pk=1).update(balance=1)
        transaction.savepoint_rollback(sid)
        sid = transaction.savepoint()
        A.filter(pk=1).update(balance=2)
        transaction.savepoint_commit(sid)
    return A.get(pk=1).balance


def case_savepoint_outside():
    return transaction.savepoint()


def case_on_commit():
    with transaction.atomic():
        transaction.on_commit(lambda: note("callback 1"))
        transaction.on_commit(lambda: note("callback 2"))
        A.filter(pk=1).update(balance=1)
    note("after the block")


def case_on_commit_inner():
    with transaction.atomic():
        transaction.on_commit(lambda: note("callback outer"))
        with transaction.atomic():
            transaction.on_commit(lambda: note("callback inner"))
            A.filter(pk=1).update(balance=1)
        note("after the inner block")


def case_on_commit_inner_raises():
    with transaction.atomic():
        transaction.on_commit(lambda: note("callback outer"))
        try:
            with transaction.atomic():
                transaction.on_commit(lambda: note("callback inner"))
                raise ValueError
        except ValueError:
            pass


def case_on_commit_rolled_back():
    try:
        with transaction.atomic():
            transaction.on_commit(lambda: note("callback"))
            A.filter(pk=1).update(balance=1)
            raise ValueError
    except ValueError:
        pass
    with transaction.atomic():
        pass


def boom():
    note("callback raises")
    raise ValueError("boom")


def case_on_commit_raises():
    with transaction.atomic():
        transaction.on_commit(boom)
        transaction.on_commit(lambda: note("callback 2"))
        A.filter(pk=1).update(balance=1)


def case_on_commit_raises_then_more():
    try:
        with transaction.atomic():
            transaction.on_commit(boom)
            transaction.on_commit(lambda: note("callback 2"))
    except ValueError:
        pass
    with transaction.atomic():
        pass
    return connection.in_atomic_block, transaction.get_autocommit()


def case_on_commit_robust():
    with transaction.atomic():
        transaction.on_commit(boom, robust=True)
        transaction.on_commit(lambda: note("callback 2"))


def case_on_commit_outside():
    transaction.on_commit(lambda: note("callback"))
    transaction.on_commit(boom, robust=True)
    note("after on_commit()")


def case_on_commit_not_callable():
    with transaction.atomic():
        transaction.on_commit(5)


def case_on_commit_queries():
    def nested():
        with transaction.atomic():
            A.filter(pk=1).update(balance=2)
            transaction.on_commit(lambda: note("callback nested"))

    with transaction.atomic():
        transaction.on_commit(lambda: note(A.count()))
        transaction.on_commit(nested)
        transaction.on_commit(lambda: note("callback 3"))


def case_cursor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM scenario_account WHERE balance >= %s ORDER BY id", [0])
        first = cursor.fetchone()
        rest = cursor.fetchall()
        names = [column[0] for column in cursor.description]
        cursor.execute("UPDATE scenario_account SET balance = %s WHERE id = %s", (5, 1))
        changed = cursor.rowcount
        cursor.execute("INSERT INTO scenario_tag (name, n) VALUES ('100%', 0)")
        made = cursor.lastrowid
        cursor.execute("SELECT name FROM scenario_tag WHERE name LIKE '100%%' AND n = %s", [0])
        return first, rest, names, changed, made, cursor.fetchmany(5), cursor.fetchone()


def case_cursor_named():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM scenario_account WHERE name = %(who)s", {"who": "a"})
        return cursor.fetchall()


def case_cursor_many():
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO scenario_tag (name, n) VALUES (%s, %s)", [("p", 1), ("q", 2)])
        return T.count()


def case_cursor_iterates():
    with connection.cursor() as cursor:
        return [row for row in cursor.execute("SELECT name FROM scenario_account ORDER BY 1")]


def case_cursor_closed():
    cursor = connection.cursor()
    cursor.close()
    cursor.execute("SELECT 1")


def case_cursor_too_few():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [])


def case_cursor_syntax():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE scenario_account IN EXCLUSIVE MODE")


def case_cursor_begin():
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("UPDATE scenario_account SET balance = 9 WHERE id = 1")
        cursor.execute("COMMIT")
    return A.get(pk=1).balance


def case_select_for_update():
    return (
        A.select_for_update().get(pk=1),
        A.select_for_update(nowait=True).get(pk=1),
        A.select_for_update(skip_locked=True, of=("self",), no_key=True).first(),
        list(A.select_for_update().filter(name="a")),
    )


def case_select_for_update_both():
    return A.select_for_update(nowait=True, skip_locked=True)


def case_locked_read():
    hold("BEGIN IMMEDIATE", "UPDATE scenario_account SET balance = 1")
    try:
        return A.get(pk=1)
    finally:
        release()


def case_locked_update():
    hold("BEGIN IMMEDIATE", "UPDATE scenario_account SET balance = 1")
    try:
        A.filter(pk=1).update(balance=3)
    finally:
        release()


def case_locked_create():
    hold("BEGIN IMMEDIATE")
    try:
        A.create(name="n")
    finally:
        release()


def case_locked_atomic():
    hold("BEGIN IMMEDIATE")
    try:
        with transaction.atomic():
            A.get(pk=1)
            A.filter(pk=1).update(balance=3)
    finally:
        release()


def case_reader_update():
    hold("BEGIN", "SELECT * FROM scenario_account")
    try:
        A.filter(pk=1).update(balance=3)
    finally:
        release()


def case_reader_commit():
    hold("BEGIN", "SELECT * FROM scenario_account")
    try:
        with transaction.atomic():
            A.filter(pk=1).update(balance=3)
    finally:
        release()
        note(A.get(pk=1).balance)


def case_reader_on_commit():
    hold("BEGIN", "SELECT * FROM scenario_account")
    try:
        with transaction.atomic():
            A.filter(pk=1).update(balance=3)
            transaction.on_commit(lambda: note("never"))
    except OperationalError as error:
        note(error)
    release()
    with transaction.atomic():
        pass


def case_get_or_create_locked():
    hold("BEGIN IMMEDIATE")
    try:
        T.get_or_create(name="y")
    finally:
        release()


def case_connection_facts():
    with transaction.atomic():
        inside = connection.in_atomic_block, connection.get_autocommit(), connections["default"].in_atomic_block
    return inside, connection.vendor, connection.alias, connection.in_atomic_block


def case_close_reopens():
    A.count()
    connection.close()
    return A.count()


def case_close_in_atomic():
    with transaction.atomic():
        A.filter(pk=1).update(balance=3)
        connection.close()
    return A.get(pk=1).balance


def case_unknown_connection():
    return connections["nope"]


def case_using():
    with transaction.atomic(using="default"):
        a = A.using("default").get(pk=1)
        a.save(using="default")
    return a._state.db


def case_exception_classes():
    return [c.__mro__[1].__name__ for c in (IntegrityError, OperationalError, DatabaseError, TransactionManagementError)]
