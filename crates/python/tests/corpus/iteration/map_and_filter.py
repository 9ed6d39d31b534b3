# map and filter are classes.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: list(map(str,[1,2]))); t(lambda: isinstance(map(str,[]),map)); t(lambda: map); t(lambda: filter.__name__); t(lambda: map(str)); t(lambda: map()); t(lambda: filter(None)); t(lambda: filter(None,[1],2)); t(lambda: map(str,[1],x=1)); t(lambda: filter(function=None)); t(lambda: map(str,5)); t(lambda: filter(None,5)); t(lambda: list(filter(None,[0,1]))); t(lambda: list(map(lambda a,b:a+b,[1,2],[3]))); t(lambda: type(map(str,[])) is map); t(lambda: callable(map)); t(lambda: sum(map(int,"123"))); t(lambda: next(map(int, []))); t(lambda: list(map(5,[1])))
