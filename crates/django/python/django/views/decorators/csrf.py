"""Cross-site request forgery: the test client is never checked."""


def csrf_exempt(view):
    view.csrf_exempt = True
    return view


def csrf_protect(view):
    return view
