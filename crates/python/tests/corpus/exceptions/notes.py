# add_note collects lines in __notes__.
e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("first")
e.add_note("second")
print(e.__notes__, e)
try:
    e.add_note(3)
except TypeError as error:
    print(error)
try:
    raise e
except ValueError as caught:
    caught.add_note("third")
print(e.__notes__)
