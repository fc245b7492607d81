"""The picture by Python alone: prints the counts, a row a line.

python3 plain.py ROWS COLUMNS ITERATIONS

There have to be two rows and two columns at the least.
"""

import sys


# ANCHOR: count
def count(c, iterations):
    """The last iteration that the point `c` survived."""
    z = c
    for i in range(1, iterations + 1):
        z = z * z + c
        if not abs(z) <= 2:
            return i - 1
    return iterations


def row_of(r, rows, columns, iterations):
    """The counts of a row: from -1.5 across to 0; the rows go down from -1 to 0."""
    down = 1.0 / (rows - 1)
    across = 1.5 / (columns - 1)
    points = [complex(k * across - 1.5, r * down - 1.0) for k in range(columns)]
    return [count(c, iterations) for c in points]
# ANCHOR_END: count


if __name__ == "__main__":
    rows, columns, iterations = map(int, sys.argv[1:])
    for r in range(rows):
        print(*row_of(r, rows, columns, iterations))
