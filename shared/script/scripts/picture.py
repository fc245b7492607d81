# A row of the picture. CPython runs this as it stands, and gets the same numbers.


# The last iteration that the point survives: 0 if it leaves in the first,
# `iterations` if it never does.
def escape_count(c_re, c_im, iterations):
    re = c_re
    im = c_im
    for i in range(1, iterations + 1):
        next_re = re * re - im * im + c_re
        im = re * im + im * re + c_im
        re = next_re
        if not re * re + im * im <= 4.0:
            return i - 1
    return iterations


# The distance between neighbours, when `count` of them are spread evenly
# from `start` to `end`.
def step(count, start, end):
    if count == 1:
        return 0.0
    return (end - start) / (count - 1)


def draw_row(row, rows, columns, iterations, top, left, bottom, right):
    down = step(rows, top, bottom)
    across = step(columns, left, right)
    counts = []
    for column in range(columns):
        counts.append(escape_count(column * across + left, row * down + top, iterations))
    return counts
