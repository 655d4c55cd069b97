# SPDX-License-Identifier: Apache-2.0
# Integer expressions of CUDA C++ whose range is known, so that what is made of them has no undefined
# behaviour: no signed overflow, no division by zero, no shift too far.
from dataclasses import dataclass

TYPES = {  # bits, signed
    "bool": (1, False),
    "unsigned char": (8, False),
    "short": (16, True),
    "unsigned short": (16, False),
    "int": (32, True),
    "unsigned": (32, False),
    "long long": (64, True),
    "size_t": (64, False),
}


def limits(kind):
    bits, signed = TYPES[kind]
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)


@dataclass(frozen=True)
class Value:
    text: str
    kind: str
    low: int
    high: int
    uniform: bool = False  # all threads of the block have the same

    def inside(self, low, high):
        return low <= self.low and self.high <= high


def literal(value, kind="int"):
    suffix = {"unsigned": "u", "size_t": "ull", "long long": "ll"}.get(kind, "")
    text = f"{value}{suffix}"
    return Value(f"({text})" if value < 0 else text, kind, value, value, True)


def convert(value, kind, text=None):
    """The value as another type; out of its range it wraps around, which is defined."""
    low, high = limits(kind)
    text = value.text if text is None else text
    if kind == "bool":
        return Value(text, kind, 0, 1, value.uniform)
    if value.inside(low, high):
        return Value(text, kind, value.low, value.high, value.uniform)
    return Value(text, kind, low, high, value.uniform)


def cast(value, kind):
    return convert(value, kind, f"({kind})({value.text})")


def promoted(value):
    return convert(value, "int") if TYPES[value.kind][0] < 32 else value


def common(left, right):
    left, right = promoted(left), promoted(right)
    (lbits, lsigned), (rbits, rsigned) = TYPES[left.kind], TYPES[right.kind]
    if lbits != rbits:
        return left.kind if lbits > rbits else right.kind
    return left.kind if not lsigned else right.kind


def corners(left, right, function):
    found = [function(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return min(found), max(found)


def quotient(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def bits_of(value):
    return (1 << max(value.high, -value.low - 1, 0).bit_length()) - 1


def range_of(operator, left, right):
    """The range of the mathematical result; None where it is not defined."""
    if operator in "+-*":
        return corners(left, right, {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}[operator])
    if operator in "/%" and right.low <= 0 <= right.high:
        return None
    if operator == "/":
        values = [b for b in (right.low, right.high, 1, -1) if right.low <= b <= right.high]
        found = [quotient(a, b) for a in (left.low, left.high, 0) for b in values
                 if left.low <= a <= left.high]
        return min(found), max(found)
    if operator == "%":
        most = max(abs(right.low), abs(right.high)) - 1
        return (max(-most, left.low) if left.low < 0 else 0, min(most, max(left.high, 0)))
    if operator in ("<<", ">>"):
        if right.low < 0 or right.high > 31:
            return None
        if operator == ">>":
            return corners(left, right, lambda a, b: a >> b)
        return corners(left, right, lambda a, b: a << b) if left.low >= 0 else None
    if operator == "&":
        if left.low >= 0 or right.low >= 0:
            return 0, min(value.high for value in (left, right) if value.low >= 0)
    most = max(bits_of(left), bits_of(right))
    return (-most - 1 if left.low < 0 or right.low < 0 else 0, most)


def binary(operator, left, right):
    """`left OPERATOR right`, or None where that could be undefined."""
    uniform = left.uniform and right.uniform
    text = f"({left.text} {operator} {right.text})"
    if operator in ("<", ">", "<=", ">=", "==", "!=", "&&", "||"):
        return Value(text, "bool", 0, 1, uniform)
    if operator in ("<<", ">>"):
        left, right = promoted(left), promoted(right)
        kind = left.kind
    else:
        kind = common(left, right)
        left, right = convert(left, kind), convert(right, kind)
    found = range_of(operator, left, right)
    if found is None:
        return None
    low, high = limits(kind)
    if low <= found[0] and found[1] <= high:
        return Value(text, kind, found[0], found[1], uniform)
    return None if TYPES[kind][1] else Value(text, kind, low, high, uniform)


def choose(condition, left, right):
    kind = common(left, right)
    left, right = convert(left, kind), convert(right, kind)
    return Value(f"({condition.text} ? {left.text} : {right.text})", kind, min(left.low, right.low),
                 max(left.high, right.high), condition.uniform and left.uniform and right.uniform)


def extreme(name, left, right, kind):
    """min or max of two values of one type."""
    left, right = convert(left, kind), convert(right, kind)
    function = min if name == "min" else max
    text = f"{name}(({kind})({left.text}), ({kind})({right.text}))"
    return Value(text, kind, function(left.low, right.low), function(left.high, right.high),
                 left.uniform and right.uniform)


def negated(condition):
    return Value(f"!({condition.text})", "bool", 0, 1, condition.uniform)


def fitted(value, low, high, random):
    """Something made of the value that lies in [low, high]."""
    if value.inside(low, high):
        return value
    if low == high:
        return literal(low)
    size = high - low + 1
    start = f" + {low}" if low > 0 else f" - {-low}" if low else ""
    way = random.randrange(4)
    if way == 0 and value.kind != "bool" and TYPES[value.kind][1]:
        kind = "long long" if value.kind == "long long" else "int"
        return extreme("min", extreme("max", value, literal(low), kind), literal(high), kind)
    if way == 1:
        return Value(f"((int)((unsigned)({value.text}) % {size}u){start})", "int", low, high,
                     value.uniform)
    if way == 2 and value.kind != "bool":
        bounds = binary("&&", binary(">=", value, literal(low, "int" if low < 0 else value.kind)),
                        binary("<=", value, literal(high, "int" if high < 0 else value.kind)))
        if TYPES[value.kind][1] or low >= 0:
            other = literal(random.randint(low, high))
            kind = common(value, other)
            return Value(f"({bounds.text} ? {value.text} : {other.text})", kind, low, high,
                         value.uniform)
    mask = (1 << size.bit_length() - 1) - 1
    return Value(f"((int)(({value.text}) & {mask}){start})", "int", low, low + mask, value.uniform)
