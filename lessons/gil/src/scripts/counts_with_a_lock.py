total = 0


def count():
    global total
    acquire()
    total += 1
    release()


def counted():
    return total
