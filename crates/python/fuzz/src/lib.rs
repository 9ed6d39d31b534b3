//! Changes to Python text that often leave it Python: by tokens and by lines.

/// What takes the place of other expressions, most of it on some edge.
const EXPRESSIONS: &[&str] = &[
    "0", "1", "-1", "True", "None", "...", "NotImplemented", "10**10", "2**63", "-2**63", "2**64",
    "1 << 10**9", "10**10**10", "0.5", "1e308", "float('nan')", "float('inf')", "-0.0", "''", "'x'",
    "'é😀'", "'x' * 10**10", "b'\\xff'", "[]", "[0] * 10**10", "{}", "()", "{1, 2}", "frozenset()",
    "range(10**18)", "range(0)", "slice(None, None, -1)", "iter([1, 2])", "object()", "type", "super()",
    "lambda *a, **k: a", "(yield)", "[i for i in x]", "{i: i for i in x}", "(i for i in x)", "x[::-1]",
    "x[-1]", "f'{x!r:>10}'", "f'{x:{x}}'", "'%s %d' % x", "'{:>{}}'.format(x, x)", "x if x else x", "not x",
    "x == x", "x < x", "x in x", "x is x", "-x", "~x", "x + x", "x * x", "x ** x", "x // x", "x % x", "x @ x",
    "x << x", "x | x", "x.x", "x()", "x(*x)", "x(**x)", "x(x=x)", "print(x)", "repr(x)", "str(x)", "hash(x)",
    "len(x)", "list(x)", "tuple(x)", "dict(x)", "set(x)", "sorted(x)", "sum(x)", "max(x)", "iter(x)", "next(x)",
    "int(x)", "float(x)", "bytes(x)", "bool(x)", "abs(x)", "round(x, x)", "divmod(x, x)", "pow(x, x, x)",
    "isinstance(x, x)", "getattr(x, 'x')", "setattr(x, 'x', x)", "vars(x)", "dir(x)", "type(x)", "id(x)",
    "map(x, x)", "filter(x, x)", "zip(x, x)", "enumerate(x)", "reversed(x)", "x.append(x)", "x.update(x)",
    "x.pop()", "x.join(x)", "x.split(x)", "x.replace(x, x)", "x.format(x)", "x.__class__", "x.__dict__", "x.send(x)",
    "x.throw(x)", "x.close()", "__import__('host').ask(x)", "ValueError(x)", "StopIteration(x)",
];

/// Statements, put before or in the place of others.
const STATEMENTS: &[&str] = &[
    "pass", "break", "continue", "return", "return x", "yield x", "yield from x", "raise", "raise x",
    "raise ValueError from x", "del x", "del x[0]", "del x.x", "global x", "nonlocal x", "import math",
    "import copy, json", "from itertools import chain", "from host import ask", "ask(x)", "x = ask(x)",
    "from functools import reduce, partial", "from collections import deque, Counter, defaultdict", "x = x",
    "x += x", "x *= x", "x[0] = x", "x[:] = x", "x.x = x", "x, y = x", "x, *y = x", "for x in x: pass",
    "for i in range(10): x = [x]", "while x: x = x", "while True: pass", "if x: pass", "with x: pass",
    "with x as y: ask(y)", "try: x()\nexcept: pass", "try: ask(x)\nfinally: x = 1", "def x(): return x()",
    "def x(*a, **k): yield a", "async def x(): await x", "class x: pass", "class x(x): x = x",
    "class E(Exception): pass", "assert x, x", "match x:\n case [x, *y]: pass\n case {'a': x}: pass\n case _: pass",
    "print(x, x)", "x: int = x", "import asyncio; asyncio.run(x)", "lambda: (yield)", "@x\ndef y(): pass",
];

/// Pseudo-random numbers that only depend on the seed that libFuzzer gives.
struct Random(u64);

impl Random {
    fn new(seed: u32) -> Random {
        Random(u64::from(seed) << 1 | 1)
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn one_of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items.get(self.below(items.len())).copied().unwrap_or("")
    }
}

/// libFuzzer's own mutation for one in eight, a Python one for the others.
pub fn mutated(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random::new(seed);
    let text = match std::str::from_utf8(&data[..size]) {
        Ok(text) if random.below(8) > 0 => text.to_string(),
        _ => return libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    };
    let mut new = text;
    for _ in 0..1 + random.below(3) {
        new = if random.below(2) == 0 {
            by_tokens(&new, &mut random)
        } else {
            by_lines(&new, &mut random)
        };
    }
    put(&new, data, max_size)
}

/// Some lines of one program, then some of the other.
pub fn crossed(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut random = Random::new(seed);
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let a: Vec<&str> = one.lines().collect();
    let b: Vec<&str> = other.lines().collect();
    let (end, start) = (random.below(a.len() + 1), random.below(b.len() + 1));
    let joined: Vec<&str> = a[..end].iter().chain(&b[start..]).copied().collect();
    put(&(joined.join("\n") + "\n"), out, out.len())
}

fn put(text: &str, data: &mut [u8], max_size: usize) -> usize {
    let end = text.floor_char_boundary(max_size.min(data.len()));
    data[..end].copy_from_slice(&text.as_bytes()[..end]);
    end
}

fn by_tokens(text: &str, random: &mut Random) -> String {
    let mut tokens = tokens(text);
    let meaningful: Vec<usize> = (0..tokens.len()).filter(|&i| !tokens[i].trim().is_empty()).collect();
    if meaningful.is_empty() {
        return random.one_of(STATEMENTS).to_string();
    }
    let at = meaningful[random.below(meaningful.len())];
    let other = tokens[meaningful[random.below(meaningful.len())]];
    match random.below(6) {
        0 => tokens[at] = other,
        1 | 2 => tokens[at] = random.one_of(EXPRESSIONS),
        3 => tokens.insert(at, other),
        4 => {
            tokens.remove(at);
        }
        _ => {
            // The expression in the place of a name, about the same name.
            let name = tokens[at];
            if name.starts_with(|c: char| c.is_alphabetic()) {
                let expression = random.one_of(EXPRESSIONS).replace('x', name);
                return [&tokens[..at].concat(), expression.as_str(), &tokens[at + 1..].concat()].concat();
            }
            tokens.insert(at, random.one_of(EXPRESSIONS));
        }
    }
    tokens.concat()
}

fn by_lines(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    if lines.is_empty() {
        return random.one_of(STATEMENTS).to_string();
    }
    let (at, other) = (random.below(lines.len()), random.below(lines.len()));
    let indent: String = lines[at].chars().take_while(|c| *c == ' ').collect();
    match random.below(6) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, lines[other].clone()),
        2 => lines.swap(at, other),
        3 => {
            // A line from elsewhere, at home here.
            let moved = format!("{indent}{}", lines[other].trim_start());
            lines.insert(at, moved);
        }
        _ => {
            let statement = random.one_of(STATEMENTS);
            let names: Vec<&str> = tokens(text)
                .into_iter()
                .filter(|token| token.starts_with(|c: char| c.is_alphabetic()))
                .collect();
            let name = random.one_of(&names);
            let statement = if name.is_empty() { statement.to_string() } else { rename(statement, name) };
            for line in statement.lines().rev() {
                lines.insert(at, format!("{indent}{line}"));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The statement about another name than `x`.
fn rename(statement: &str, name: &str) -> String {
    tokens(statement)
        .into_iter()
        .map(|token| if token == "x" { name } else { token })
        .collect()
}

/// Names, numbers, white space, line ends with what follows them, and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => 0,
        ' ' | '\n' | '\t' => 1,
        _ => 2,
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (i, c) in text.char_indices() {
        let now = class(c);
        if i > 0 && (last != Some(now) || now == 2) {
            tokens.push(&text[start..i]);
            start = i;
        }
        last = Some(now);
    }
    tokens.push(&text[start..]);
    tokens
}
