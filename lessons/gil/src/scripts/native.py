# A piece of the picture, by a function that is compiled: as NumPy and Numba do it.


def draw_piece(piece):
    kernel(piece)
