# `global` binds module names from anywhere.
count = 0

def bump():
    global count, created
    count += 1
    created = f"by bump {count}"

bump()
bump()
print(count, created)

def nested():
    def inner():
        global deep
        deep = "deep"
    inner()

nested()
print(deep)

class K:
    global from_class
    from_class = 1
    own = 2

print(from_class, hasattr(K, "from_class"), K.own)

def delete():
    global deep
    del deep

delete()
try:
    deep
except NameError as e:
    print(e)

print("count" in globals(), globals()["count"])
globals()["injected"] = 5
print(injected)

def shadow():
    count = 100
    return count, globals()["count"]

print(shadow())
