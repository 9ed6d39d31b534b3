# Any expression may decorate.
handlers = {}

class Router:
    def __init__(self):
        self.routes = []
    def route(self, path, methods=("GET",)):
        def decorate(f):
            self.routes.append((path, methods, f))
            return f
        return decorate
    def __getitem__(self, path):
        return self.route(path)

app = Router()

@app.route("/")
def index(): return "index"

@app.route("/login", methods=("GET", "POST"))
def login(): return "login"

@app["/about"]
def about(): return "about"

@(lambda f: lambda *a: ("wrapped", f(*a)))
def wrapped(x): return x

@[repr, str.upper][0]
def replaced_by_text(): pass

print(type(replaced_by_text).__name__)

@handlers.setdefault("h", lambda f: f) and (lambda f: f)
def plain(): return "plain"

for path, methods, f in app.routes:
    print(path, methods, f())
print(wrapped(1), plain())
