# The counts of a piece, row by row. What is not a parameter is a global variable: it is set in each interpreter before.
def draw_piece(piece):
    first = piece * piece_rows
    end = first + piece_rows
    if end > rows:
        end = rows
    counts = []
    for row in range(first, end):
        line = draw_row(row, rows, columns, iterations, top, left, bottom, right)
        for column in range(columns):
            counts.append(line[column])
    return counts
