# BFS, DFS, Dijkstra, union-find, Floyd-Warshall on small graphs.
from collections import deque, defaultdict
edges = [("a", "b", 4), ("a", "c", 2), ("c", "b", 1), ("b", "d", 5), ("c", "d", 8), ("e", "f", 1)]
graph = defaultdict(dict)
for u, v, w in edges: graph[u][v] = graph[v][u] = w
def bfs(start):
    seen, queue = {start: None}, deque([start])
    while queue:
        for n in sorted(graph[u := queue.popleft()]):
            if n not in seen:
                seen[n] = u
                queue.append(n)
    return seen
def dfs(node, seen=None):
    seen = [] if seen is None else seen
    seen.append(node)
    for n in sorted(graph[node]):
        if n not in seen: dfs(n, seen)
    return seen
def dijkstra(start):
    distance, todo = {start: 0}, {start}
    while todo:
        u = min(todo, key=lambda n: (distance[n], n))
        todo.remove(u)
        for n, w in graph[u].items():
            if distance[u] + w < distance.get(n, float("inf")):
                distance[n] = distance[u] + w
                todo.add(n)
    return dict(sorted(distance.items()))
class UnionFind:
    def __init__(self, items): self.parent = {i: i for i in items}
    def find(self, x):
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x
    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parent[a] = b
        return a != b
def kruskal():
    uf = UnionFind(graph)
    return [(u, v, w) for w, u, v in sorted((w, u, v) for u, v, w in edges) if uf.union(u, v)]
def floyd():
    nodes = sorted(graph)
    d = {(i, j): 0 if i == j else graph[i].get(j, float("inf")) for i in nodes for j in nodes}
    for k in nodes:
        for i in nodes:
            for j in nodes: d[i, j] = min(d[i, j], d[i, k] + d[k, j])
    return d
print(bfs("a"), dfs("a"), dijkstra("a"), kruskal(), floyd()["a", "d"], floyd()["a", "e"], sep="\n")
def path(target, tree):
    out = []
    while target is not None:
        out.append(target)
        target = tree[target]
    return out[::-1]
print(path("d", bfs("a")))
