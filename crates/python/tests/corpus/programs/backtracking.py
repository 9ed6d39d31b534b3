# Queens, a small sudoku, permutations, subset sums, word search.
def queens(n, placed=()):
    if len(placed) == n:
        yield placed
        return
    for col in range(n):
        if all(col != c and abs(col - c) != len(placed) - r for r, c in enumerate(placed)):
            yield from queens(n, placed + (col,))
print(next(queens(6)), sum(1 for _ in queens(6)), list(queens(4)), list(queens(3)))
def solve(grid):
    for i in range(16):
        if grid[i] == 0:
            r, c = divmod(i, 4)
            used = {grid[r * 4 + k] for k in range(4)} | {grid[k * 4 + c] for k in range(4)} | {grid[(r // 2 * 2 + a) * 4 + c // 2 * 2 + b] for a in (0, 1) for b in (0, 1)}
            for v in range(1, 5):
                if v not in used:
                    grid[i] = v
                    if solve(grid): return True
            grid[i] = 0
            return False
    return True
g = [1, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0, 0, 0, 0, 2]
print(solve(g), [g[i:i + 4] for i in range(0, 16, 4)])
def subsets(xs, total):
    if total == 0: return [[]]
    if not xs or total < 0: return []
    head, *tail = xs
    return [[head] + s for s in subsets(tail, total - head)] + subsets(tail, total)
print(subsets([1, 2, 3, 4, 5, 6], 7))
def words(board, word):
    rows, cols = len(board), len(board[0])
    def go(r, c, i, seen):
        if board[r][c] != word[i]: return False
        if i == len(word) - 1: return True
        return any(go(r + a, c + b, i + 1, seen | {(r, c)}) for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)) if 0 <= r + a < rows and 0 <= c + b < cols and (r + a, c + b) not in seen)
    return any(go(r, c, 0, frozenset()) for r in range(rows) for c in range(cols))
print([words(["CAT", "XOR", "TEN"], w) for w in ("CAT", "CARE", "TRNE", "CATC", "ROX")])
