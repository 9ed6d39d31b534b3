# Assigning to and deleting slices of lists.
def show(label, l): print(label, l)
l = list(range(6)); l[1:3] = ["a", "b", "c"]; show("grow", l)
l = list(range(6)); l[1:5] = []; show("shrink", l)
l = list(range(6)); l[2:2] = "xy"; show("insert", l)
l = list(range(6)); l[::2] = [10, 20, 30]; show("step", l)
l = list(range(6)); l[::-1] = range(6); show("reverse", l)
l = list(range(6)); l[:] = (9,); show("all", l)
l = list(range(6)); l[10:] = [1]; show("past end", l)
l = list(range(6)); l[4:1] = ["z"]; show("empty range", l)
l = list(range(6)); l[1:3] = l; show("itself", l)
l = list(range(6)); l[-2:] = (x for x in "gen"); show("generator", l)
l = list(range(6)); del l[1:3]; show("del", l)
l = list(range(6)); del l[::2]; show("del step", l)
l = list(range(6)); del l[::-2]; show("del negative step", l)
l = list(range(6)); del l[-1], l[0]; show("del items", l)
l = list(range(6)); del l[:]; show("del all", l)
l = list(range(6)); l[1:3] += [7]; show("augmented", l)
l = list(range(6)); l[1:4:2], l[0] = "PQ", "first"; show("tuple of targets", l)
def attempt(f):
    try:
        f()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
def set_step(): l[::2] = [1]
def set_int(): l[1:2] = 5
def set_step_int(): l[::2] = 5
def set_index(): l[99] = 1
def set_str(): "abc"[0] = "x"
def set_tuple(): (1, 2)[0] = 1
def del_index(): del l[99]
def del_str(): del "abc"[0]
def del_tuple(): del (1, 2)[0]
def key(): l["a"] = 1
def set_bytes(): b"abc"[0] = 1
for f in (set_step, set_int, set_step_int, set_index, set_str, set_tuple, del_index, del_str, del_tuple, key, set_bytes):
    attempt(f)
