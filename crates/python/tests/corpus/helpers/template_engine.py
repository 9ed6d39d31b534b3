# A tiny template language: lexer, parser, rendering.
class TemplateError(Exception): pass
filters = {"upper": str.upper, "length": len, "default": lambda v, arg="": v or arg, "join": lambda v, arg="": arg.join(map(str, v)), "add": lambda v, arg: v + int(arg)}
def lex(source):
    while source:
        starts = [(i, t) for t in ("{{", "{%") if (i := source.find(t)) >= 0]
        if not starts:
            yield "text", source
            return
        i, tag = min(starts)
        if i: yield "text", source[:i]
        end = source.find("}}" if tag == "{{" else "%}", i)
        if end < 0: raise TemplateError(f"unclosed {tag}")
        yield ("var" if tag == "{{" else "tag"), source[i + 2:end].strip()
        source = source[end + 2:]
def parse(tokens, until=()):
    nodes = []
    for kind, value in tokens:
        if kind == "tag":
            command, *args = value.split()
            if command in until: return nodes, command
            match command, args:
                case "for", [name, "in", expr]:
                    body, end = parse(tokens, ("endfor", "empty"))
                    empty = parse(tokens, ("endfor",))[0] if end == "empty" else []
                    nodes.append(("for", name, expr, body, empty))
                case "if", [*expr]:
                    body, end = parse(tokens, ("endif", "else"))
                    other = parse(tokens, ("endif",))[0] if end == "else" else []
                    nodes.append(("if", " ".join(expr), body, other))
                case _: raise TemplateError(f"unknown tag {value!r}")
        else:
            nodes.append((kind, value))
    if until: raise TemplateError(f"expected {' or '.join(until)}")
    return nodes, None
def evaluate(expr, ctx):
    head, *pipeline = [p.strip() for p in expr.split("|")]
    if head.startswith("not "): return not evaluate(head[4:], ctx)
    value = ctx
    for part in head.split("."):
        try:
            value = value[int(part)] if part.isdigit() else value[part] if isinstance(value, dict) else getattr(value, part)
        except (KeyError, IndexError, AttributeError):
            value = None
    for f in pipeline:
        name, sep, arg = f.partition(":")
        if name not in filters: raise TemplateError(f"invalid filter {name!r}")
        value = filters[name](value, arg.strip('"')) if sep else filters[name](value)
    return value
def render(nodes, ctx):
    out = []
    for node in nodes:
        match node:
            case ("text", t): out.append(t)
            case ("var", e): out.append(str(evaluate(e, ctx)))
            case ("for", name, e, body, empty):
                items = list(evaluate(e, ctx) or ())
                out.extend(render(body, ctx | {name: x, "counter": i}) for i, x in enumerate(items, 1))
                if not items: out.append(render(empty, ctx))
            case ("if", e, body, other): out.append(render(body if evaluate(e, ctx) else other, ctx))
    return "".join(out)
def show(source, **ctx):
    try:
        print(repr(render(parse(lex(source))[0], ctx)))
    except TemplateError as e:
        print("error:", e)
show("Hello {{ user.name|upper }}, {{ n|add:5 }} {{ missing|default:\"none\" }}!", user={"name": "ann"}, n=1)
show("{% for x in items %}{{ counter }}={{ x.0 }};{% empty %}nothing{% endfor %}", items=["ab", "cd"])
show("{% for x in items %}a{% empty %}nothing{% endfor %}", items=[])
show("{% if a %}A{% if not b %}!B{% endif %}{% else %}none{% endif %}", a=1, b=0)
show("{{ l|join:\", \" }} {{ l|length }}", l=[1, 2])
show("{{ open"); show("{% nope %}"); show("{% if a %}"); show("{{ a|nope }}", a=1)
