"""Slips of the pen: how far a word is from another."""


def distance(one: str, other: str) -> int:
    """Return how many letters were left out, added, changed or swapped; 3 where many were.

    Optimal string alignment (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before, row = list[int](), list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, theirs in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != theirs))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == theirs:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]
