# Topological order of migrations, with cycles found.
class CircularDependency(Exception): pass
def order(graph):
    done, path, result = set(), [], []
    def visit(node):
        if node in done: return
        if node in path:
            raise CircularDependency(" -> ".join(path[path.index(node):] + [node]))
        path.append(node)
        for dep in graph.get(node, ()):
            visit(dep)
        path.pop()
        done.add(node)
        result.append(node)
    for node in graph: visit(node)
    return result
def kahn(graph):
    nodes = sorted(set(graph) | {d for ds in graph.values() for d in ds})
    incoming = {n: len(graph.get(n, ())) for n in nodes}
    ready, out = [n for n in nodes if not incoming[n]], []
    while ready:
        n, *ready = ready
        out.append(n)
        for m in nodes:
            if n in graph.get(m, ()):
                incoming[m] -= 1
                if not incoming[m]: ready.append(m)
    return out, [n for n in nodes if incoming[n] > 0]
g = {"shop.0002": ["shop.0001", "users.0001"], "shop.0001": ["base"], "users.0001": ["base"], "blog.0001": []}
print(order(g))
print(kahn(g))
g["base"] = ["shop.0002"]
try:
    order(g)
except CircularDependency as e:
    print(e)
print(kahn(g))
