"""Which database the scenario runs on. That is a setting: one for all aliases."""

from _host import call

_known = []


def on_postgres():
    if not _known:
        _known.append(call("setting", "database") == "postgres")
    return _known[0]
