# A shopping cart service with stock checks and money.
from dataclasses import dataclass, field
from decimal import Decimal, ROUND_HALF_UP

class OutOfStock(Exception):
    def __init__(self, sku, wanted, left):
        super().__init__(f"{sku}: wanted {wanted}, {left} left")
        self.sku, self.wanted, self.left = sku, wanted, left

@dataclass(frozen=True)
class Product:
    sku: str
    price: Decimal
    stock: int = 0

@dataclass
class Cart:
    lines: dict[str, int] = field(default_factory=dict)
    coupon: str | None = None

    def add(self, product: Product, quantity: int = 1) -> None:
        wanted = self.lines.get(product.sku, 0) + quantity
        if wanted > product.stock:
            raise OutOfStock(product.sku, wanted, product.stock)
        self.lines[product.sku] = wanted

    def total(self, catalog: dict[str, Product]) -> Decimal:
        total = sum((catalog[sku].price * n for sku, n in self.lines.items()), Decimal(0))
        if self.coupon == "TEN":
            total *= Decimal("0.9")
        return total.quantize(Decimal("0.01"), ROUND_HALF_UP)

catalog = {p.sku: p for p in (Product("tea", Decimal("3.35"), 5), Product("mug", Decimal("12"), 1))}
cart = Cart()
cart.add(catalog["tea"], 3)
cart.add(catalog["mug"])
print(cart, cart.total(catalog))
cart.coupon = "TEN"
print(cart.total(catalog))
for sku, n in (("tea", 3), ("mug", 1), ("tea", 2)):
    try:
        cart.add(catalog[sku], n)
    except OutOfStock as e:
        print("refused:", e, e.args, e.left)
    else:
        print("added", sku, n, cart.lines)
