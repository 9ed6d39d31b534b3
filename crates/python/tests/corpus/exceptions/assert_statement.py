# assert, with and without a message.
assert True
assert [0], "non-empty"
for test in (lambda: 1 == 2, lambda: [], lambda: None):
    try:
        assert test()
    except AssertionError as e:
        print(repr(e), str(e) == "")
try:
    assert 1 > 2, f"message {1 + 1}"
except AssertionError as e:
    print(e)
try:
    assert False, ("a", 1)
except AssertionError as e:
    print(e, e.args)
try:
    assert (), ValueError("as message")
except AssertionError as e:
    print(repr(e))
def message():
    print("message evaluated")
    return "m"
assert True, message()
assert False, message()
