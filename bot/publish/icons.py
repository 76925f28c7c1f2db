"""Careloop's mark, a ring that closes with a dot, drawn as PNG at any size."""

import struct
import zlib
from collections.abc import Callable
from math import atan2, hypot

GREEN = (11, 107, 93)
WHITE = (255, 255, 255)
_FINE = 4  # points across a pixel; their share is its shade

Shape = Callable[[float, float], bool]  # is this point, from 0 to 1, part of it?
Layer = tuple[tuple[int, int, int], Shape]


def colour_icon(size: int = 192) -> bytes:
    """Return the mark in white on a green square with round corners, as PNG."""
    return _png(size, ((GREEN, _square), (WHITE, _mark(0.25))))


def outline_icon(size: int = 32) -> bytes:
    """Return the mark in white on nothing, as PNG."""
    return _png(size, ((WHITE, _mark(0.38)),))


def _mark(radius: float) -> Shape:
    thick = radius * 0.34

    def inside(x: float, y: float) -> bool:
        x, y = x - 0.5, y - 0.5
        on_ring = abs(hypot(x, y) - radius) <= thick / 2 and not -0.95 < atan2(y, x) < 0.2
        return on_ring or hypot(x - radius * 0.96, y + radius * 0.34) <= thick * 0.6

    return inside


def _square(x: float, y: float, corner: float = 0.22) -> bool:
    inner = [min(max(each, corner), 1 - corner) for each in (x, y)]
    return hypot(x - inner[0], y - inner[1]) <= corner


def _png(size: int, layers: tuple[Layer, ...]) -> bytes:
    rows = b"".join(
        b"\0" + b"".join(_pixel(size, column, row, layers) for column in range(size))
        for row in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(size: int, column: int, row: int, layers: tuple[Layer, ...]) -> bytes:
    points = [
        ((column + (i + 0.5) / _FINE) / size, (row + (j + 0.5) / _FINE) / size)
        for i in range(_FINE)
        for j in range(_FINE)
    ]
    colour, alpha = (0.0, 0.0, 0.0), 0.0
    for paint, shape in layers:
        share = sum(shape(x, y) for x, y in points) / len(points)
        whole = share + alpha * (1 - share)
        if whole:
            mixed = (
                (new * share + old * alpha * (1 - share)) / whole
                for new, old in zip(paint, colour, strict=True)
            )
            red, green, blue = mixed
            colour, alpha = (red, green, blue), whole
    return bytes(round(each) for each in (*colour, alpha * 255))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
