# Middleware as nested callables, outermost first.
def timing(get_response):
    print("configure timing")
    def middleware(request):
        request["trace"].append("timing in")
        response = get_response(request)
        request["trace"].append("timing out")
        return response
    return middleware

class Auth:
    def __init__(self, get_response):
        print("configure auth")
        self.get_response = get_response
    def __call__(self, request):
        if request.get("token") != "secret":
            request["trace"].append("auth refused")
            return {"status": 401}
        request["user"] = "ann"
        return self.get_response(request)

def errors(get_response):
    def middleware(request):
        try:
            return get_response(request)
        except Exception as e:
            request["trace"].append(f"caught {type(e).__name__}")
            return {"status": 500, "error": str(e)}
    return middleware

def view(request):
    request["trace"].append("view")
    return {"status": 200, "body": 10 / request["n"]}

handler = view
for m in reversed([timing, errors, Auth]):
    handler = m(handler)
for request in ({"token": "secret", "n": 4}, {"n": 1}, {"token": "secret", "n": 0}, {"token": "secret"}):
    request["trace"] = []
    print(handler(request), request["trace"])
