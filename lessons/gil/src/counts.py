total = 0


def count():
    global total
    for i in range(3):
        total += 1
