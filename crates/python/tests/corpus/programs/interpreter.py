# A stack machine and a small tape language.
def run(program, **env):
    stack, out, pc, calls = [], [], 0, []
    labels = {line[:-1]: i for i, line in enumerate(program) if line.endswith(":")}
    while pc < len(program):
        op, *args = program[pc].split()
        pc += 1
        match op, args:
            case "push", [n]: stack.append(int(n))
            case "load", [name]: stack.append(env[name])
            case "store", [name]: env[name] = stack.pop()
            case ("add" | "sub" | "mul" | "div" | "lt"), []:
                b, a = stack.pop(), stack.pop()
                stack.append({"add": a.__add__, "sub": a.__sub__, "mul": a.__mul__, "div": a.__floordiv__, "lt": lambda b: int(a < b)}[op](b))
            case "jump", [label]: pc = labels[label]
            case "jz", [label]: pc = labels[label] if not stack.pop() else pc
            case "call", [label]:
                calls.append(pc)
                pc = labels[label]
            case "ret", []: pc = calls.pop()
            case "print", []: out.append(stack.pop())
            case "halt", []: break
            case _ if op.endswith(":"): pass
            case _: raise SyntaxError(f"line {pc}: {program[pc - 1]}")
    return out, env
factorial = "push 1;store r;loop:;load n;jz end;load r;load n;mul;store r;load n;push 1;sub;store n;jump loop;end:;load r;print".split(";")
print(run(factorial, n=10), run("call f;call f;halt;f:;push 7;print;ret".split(";")))
for bad in ("pop", "push 1;push 0;div", "load x", "add", "push x"):
    try:
        run(bad.split(";"))
    except (SyntaxError, ArithmeticError, LookupError, ValueError) as e:
        print(type(e).__name__, e)
def tape(code):
    jumps, stack = {}, []
    for i, c in enumerate(code):
        if c == "[": stack.append(i)
        elif c == "]":
            jumps[i] = stack.pop()
            jumps[jumps[i]] = i
    cells, p, i, out = {}, 0, 0, ""
    while i < len(code):
        match code[i]:
            case ">": p += 1
            case "<": p -= 1
            case "+": cells[p] = (cells.get(p, 0) + 1) % 256
            case "-": cells[p] = (cells.get(p, 0) - 1) % 256
            case ".": out += chr(cells.get(p, 0))
            case "[" if not cells.get(p, 0): i = jumps[i]
            case "]" if cells.get(p, 0): i = jumps[i]
        i += 1
    return out
print(tape("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++."))
