total = 0


def one_more_than(n):
    return n + 1


def count():
    global total
    for i in range(3):
        total = one_more_than(total)
