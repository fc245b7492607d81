total = 0


def one_more_than(n):
    return n + 1


def count():
    global total
    total = one_more_than(total)


def counted():
    return total
