import os

# A file that exists is a lock that somebody has.
first = os.open("corpus.lock", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
print(first >= 3, os.write(first, b"1"))
try:
    os.open("corpus.lock", os.O_CREAT | os.O_EXCL)
except FileExistsError as error:
    print(error, error.errno, error.filename)
second = os.open("corpus.lock", os.O_CREAT | os.O_RDWR)
print(first != second)
os.close(second)
os.close(first)
try:
    os.close(first)
except OSError as error:
    print(type(error).__name__, error)
os.unlink("corpus.lock")
try:
    os.remove("corpus.lock")
except FileNotFoundError as error:
    print(error)
try:
    with open("corpus.lock", "x") as lock:
        print(lock.name, lock.mode, lock.closed, lock.fileno() >= 3, lock.write("me"))
        try:
            lock.write(b"me")
        except TypeError as error:
            print(error)
        try:
            open("corpus.lock", "x")
        except FileExistsError as error:
            print(error)
        with open("corpus.lock", "w"), open("corpus.lock", "a"):
            pass
    print(lock.closed)
    try:
        lock.fileno()
    except ValueError as error:
        print(error)
    lock.close()
finally:
    os.remove("corpus.lock")
try:
    open("corpus.lock", 1)
except TypeError as error:
    print(error)
try:
    os.open(1.5, os.O_CREAT)
except TypeError as error:
    print(type(error).__name__)
try:
    os.write(99, b"")
except OSError as error:
    print(error)
