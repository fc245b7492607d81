"""The picture by NumPy, all points at once: prints the counts, a row a line.

python3 with_numpy.py ROWS COLUMNS ITERATIONS
"""

import sys

import numpy as np


# ANCHOR: run
def points(rows, columns):
    """The point of each pixel, rows x columns."""
    imaginary, real = np.ogrid[-1 : 0 : rows * 1j, -1.5 : 0 : columns * 1j]
    return real + imaginary * 1j


def run(c, fractal, iterations):
    """Fills `fractal` with the last iteration that each point of `c` survived."""
    z = c.copy()
    for i in range(1, iterations + 1):
        z = z * z + c
        inside = abs(z) <= 2
        fractal[inside] = i
        z[~inside] = 2  # it has left: keeps its number small


def draw(rows, columns, iterations):
    c = points(rows, columns)
    fractal = np.zeros(c.shape, dtype=np.int32)
    # Not `fractal = run(...)`: `run` fills its argument, and returns None.
    run(c, fractal, iterations)
    return fractal
# ANCHOR_END: run


if __name__ == "__main__":
    rows, columns, iterations = map(int, sys.argv[1:])
    for row in draw(rows, columns, iterations):
        print(*row)
