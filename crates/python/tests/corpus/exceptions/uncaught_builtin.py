# An uncaught exception ends the program.
print("before")
d = {"a": 1}
print(d["b"])
print("never")
