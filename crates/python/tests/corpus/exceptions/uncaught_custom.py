# An uncaught exception of the program's own, after finally.
class OutOfStock(Exception):
    def __init__(self, item, left):
        self.item, self.left = item, left
    def __str__(self):
        return f"only {self.left} of {self.item} left"

def buy(item, n):
    try:
        if n > 2:
            raise OutOfStock(item, 2)
    finally:
        print("checked", item)

buy("tea", 1)
buy("milk", 3)
