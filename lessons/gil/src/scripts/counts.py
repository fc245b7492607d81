total = 0


def count():
    global total
    total += 1


def counted():
    return total
