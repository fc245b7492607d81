# `receive` waits until something has come, as one waits for a file or a socket;
# `send`, until somebody has received it.


def sum_of(n):
    total = 0
    for i in range(n):
        total += receive()
    return total


def send_squares(n):
    for i in range(n):
        send(i * i)
