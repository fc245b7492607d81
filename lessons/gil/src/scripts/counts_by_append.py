counts = []


def count():
    counts.append(1)


def counted():
    return len(counts)
