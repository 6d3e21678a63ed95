"""Draws what the benchmarks recorded, as SVG.

plot.py lines CSV SVG   columns seconds,program,memoryMB,descriptors,threads: a chart a column
plot.py bars ROWS SVG   lines CASE|MEASURE|TOOL|ADVANTAGE: how many times better recvq was, on a logarithmic axis
"""

import csv, math, sys
from xml.sax.saxutils import escape

COLOURS = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e"]
MOST_POINTS = 300
GOOD, BAD = "#2a7f62", "#b5443c"


class Drawing:
    def __init__(self, width, height):
        self.parts = [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">'
            % (width, height),
            '<rect width="100%" height="100%" fill="white"/>',
        ]

    def text(self, x, y, words, anchor="start", colour="#222", weight="normal"):
        self.parts.append('<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-weight="%s">%s</text>'
                          % (x, y, anchor, colour, weight, escape(words)))

    def line(self, x1, y1, x2, y2, colour="#ddd"):
        self.parts.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"/>' % (x1, y1, x2, y2, colour))

    def path(self, points, colour):
        self.parts.append('<polyline fill="none" stroke="%s" stroke-width="1.3" points="%s"/>'
                          % (colour, " ".join("%.1f,%.1f" % point for point in points)))

    def bar(self, x, y, width, height, colour):
        self.parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>'
                          % (x, y, width, height, colour))

    def save(self, path):
        with open(path, "w") as out:
            out.write("\n".join(self.parts + ["</svg>", ""]))


def step(top):
    """A round distance of grid lines, about five of them up to the top."""
    rough = max(top, 1) / 5
    power = 10 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def thinned(points):
    """The highest point of every few, so that a long record is no larger than a picture of it needs."""
    each = max(1, len(points) // MOST_POINTS)
    return [min(points[i:i + each], key=lambda point: point[1]) for i in range(0, len(points), each)]


def lines(source, target):
    rows = list(csv.DictReader(open(source)))
    names = list(dict.fromkeys(row["program"] for row in rows))
    charts = [("memoryMB", "resident memory, MB"), ("descriptors", "open descriptors"), ("threads", "threads")]
    drawing = Drawing(760, 220 * len(charts) + 20)
    end = max(float(row["seconds"]) for row in rows) or 1
    for number, (column, title) in enumerate(charts):
        top, bottom, left, right = 220 * number + 40, 220 * number + 200, 60, 660
        most = max(float(row[column]) for row in rows) * 1.05
        drawing.text(left, top - 12, title, weight="bold")
        for grid in range(int(most / step(most)) + 1):
            y = bottom - (bottom - top) * grid * step(most) / most
            drawing.line(left, y, right, y)
            drawing.text(left - 6, y + 4, "%g" % (grid * step(most)), "end")
        for minute in range(0, int(end / 60) + 1, max(1, int(end / 600))):
            x = left + (right - left) * minute * 60 / end
            drawing.text(x, bottom + 15, "%d min" % minute, "middle")
        for index, name in enumerate(names):
            points = [(left + (right - left) * float(row["seconds"]) / end,
                       bottom - (bottom - top) * float(row[column]) / most) for row in rows if row["program"] == name]
            drawing.path(thinned(points), COLOURS[index % len(COLOURS)])
            drawing.text(right + 10, top + 16 * index + 10, name, colour=COLOURS[index % len(COLOURS)])
    drawing.save(target)


def bars(source, target):
    rows = [line.rstrip("\n").split("|") for line in open(source) if line.count("|") == 3]
    left, middle, right, height = 330, 480, 760, 18
    drawing = Drawing(820, height * len(rows) + 70)
    drawing.text(10, 20, "recvq beside other tools: how many times better (logarithmic; left of the line: worse)",
                 weight="bold")
    reach = max([abs(math.log10(float(row[3]))) for row in rows if float(row[3]) > 1] + [1])
    scale = (right - middle) / reach
    bottom = height * len(rows) + 40
    for power in range(-1, int(reach) + 1):
        for factor in (1, 2, 5):
            x = middle + scale * math.log10(factor * 10 ** power)
            if left <= x <= right:
                drawing.line(x, 32, x, bottom, "#888" if factor * 10 ** power == 1 else "#ddd")
                drawing.text(x, bottom + 15, "%g" % (factor * 10.0 ** power), "middle")
    for number, (case, measure, tool, advantage) in enumerate(rows):
        y = 36 + height * number
        value = float(advantage)
        length = max(left - middle, scale * math.log10(value))
        drawing.text(left - 8, y + 12, "%s, %s: %s" % (case, measure, tool), "end")
        drawing.bar(min(middle, middle + length), y, max(1, abs(length)), height - 5, GOOD if value >= 0.995 else BAD)
        drawing.text(max(middle, middle + length) + 5, y + 12, "%.2f" % value if value < 10 else "%.0f" % value)
    drawing.save(target)


if __name__ == "__main__":
    {"lines": lines, "bars": bars}[sys.argv[1]](*sys.argv[2:])
