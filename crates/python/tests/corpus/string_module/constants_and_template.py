# Constants, capwords, Template.
import string
print(string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace))
print(string.capwords("hello  big world"), string.capwords("a-b-c", "-"))
t = string.Template("$name owes $$${amount}, $name!")
print(t.substitute(name="Ann", amount=5), t.substitute({"name": "Bob"}, amount=1), t.safe_substitute(name="X"), t.template)
for bad in (lambda: t.substitute(name="x"), lambda: string.Template("$").substitute(), lambda: string.Template("$1").substitute()):
    try:
        print(bad())
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
