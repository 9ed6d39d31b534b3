# else of loops, break, continue, nested.
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print("prime", n)
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 10:
        break
else:
    print("while done", i)
while True:
    i -= 1
    if i < 0:
        break
else:
    print("never")
print(i)
for x in []:
    pass
else:
    print("empty else")
for x in range(3):
    try:
        if x == 1:
            continue
        if x == 2:
            break
    finally:
        print("finally", x)
for i, (a, [b, *c]) in enumerate([(1, [2, 3, 4]), (5, [6])]):
    print(i, a, b, c)
class T: pass
t, l = T(), [0, 0]
for t.x in range(2):
    pass
for l[1] in "ab":
    pass
print(t.x, l)
for x in (y for y in range(3)): print(x, end=" ")
print(x)
