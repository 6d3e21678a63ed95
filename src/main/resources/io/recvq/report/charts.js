// Charts on the one axis, by uPlot: curves of a connection, and strips that draw themselves.

const charts = (() => {
  const FONT = "11px system-ui, sans-serif";
  const GUTTER_WIDE = 76;
  const GUTTER_NARROW = 58;
  const INTEGERS = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap(e => [1, 2, 5].map(n => n * 10 ** e));
  const all = [];

  const gutter = () => (window.innerWidth < 640 ? GUTTER_NARROW : GUTTER_WIDE);
  const ratio = () => window.devicePixelRatio || 1;

  /** Where a moment lies in the drawing, in canvas pixels, on the middle of a pixel. */
  function pixelOf(plot, t) {
    return Math.round(plot.valToPos(t, "x", true)) + 0.5;
  }

  function drawMarks(plot) {
    const { ctx, bbox } = plot;
    const { min, max } = axis.view();
    ctx.save();
    ctx.lineWidth = Math.max(1, Math.round(ratio()));
    for (const mark of data.marks) {
      if (mark.t < min || mark.t > max) continue;
      const x = pixelOf(plot, mark.t);
      ctx.strokeStyle = theme.color(mark.failure ? "bad" : "limit");
      ctx.setLineDash(mark.failure ? [] : [2 * ratio(), 4 * ratio()]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  function tickText(plot, ticks) {
    const span = axis.view().max - axis.view().min;
    return ticks.map(t => (span < 1 ? `${+(t * 1000).toFixed(3)} µs`
      : axis.view().max >= 2000 && span >= 1000 ? `${+(t / 1000).toFixed(3)} s` : `${+t.toFixed(4)} ms`));
  }

  function options(chart, width) {
    const line = () => theme.color("grid");
    return {
      width,
      height: chart.height + (chart.withAxis ? 30 : 12),
      legend: { show: false },
      padding: [7, 20, chart.withAxis ? 0 : 7, 0],
      cursor: {
        y: false,
        points: { size: 7 },
        drag: { x: true, y: false, setScale: false, dist: 6 },
        sync: { key: "recvq", scales: ["x", null] },
        bind: { dblclick: () => () => axis.reset() },
      },
      scales: {
        x: { time: false, range: () => [axis.view().min, axis.view().max] },
        y: { range: (plot, low, high) => [0, high > 0 ? high * 1.08 : 1] },
      },
      axes: [
        {
          stroke: () => theme.color("soft"), size: chart.withAxis ? 28 : 5, gap: 3, space: 84, font: FONT,
          grid: { stroke: line, width: 1 }, ticks: { show: chart.withAxis, stroke: line, width: 1, size: 5 },
          values: chart.withAxis ? tickText : () => [],
        },
        chart.yAxis ?? { show: true, size: gutter(), values: () => [], grid: { show: false }, ticks: { show: false } },
      ],
      series: [{}, ...chart.series],
      hooks: {
        draw: [plot => chart.draw?.(plot), drawMarks],
        setSelect: [plot => select(plot)],
        setCursor: [plot => hover(plot)],
      },
    };
  }

  function select(plot) {
    const { left, width } = plot.select;
    if (width > 0) {
      const from = plot.posToVal(left, "x");
      const to = plot.posToVal(left + width, "x");
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      axis.show(from, to);
    }
  }

  let pointing = false;

  function hover(plot) {
    if (pointing || !plot.root.matches(":hover")) return;
    const left = plot.cursor.left;
    pointing = true;
    axis.point(left === null || left < 0 ? null : plot.posToVal(left, "x"));
    pointing = false;
  }

  /** Moves the cursor of every chart to a moment that was not pointed at with the mouse. */
  axis.onCursor(t => {
    if (!pointing && all.length > 0 && all[0].plot) {
      const { min, max } = axis.view();
      const hidden = t === null || t < min || t > max;
      pointing = true;
      for (const { plot } of all) {
        plot.setCursor(hidden ? { left: -10, top: -10 } : { left: plot.valToPos(t, "x"), top: 5 }, false);
      }
      pointing = false;
    }
    all.forEach(chart => chart.read(t));
  });

  axis.onView(({ min, max }) => all.forEach(({ plot }) => plot?.setScale("x", { min, max })));

  function make(chart) {
    chart.plot?.destroy();
    chart.plot = new uPlot(options(chart, Math.max(200, chart.host.clientWidth)), chart.data, chart.host);
    chart.plot.over.setAttribute("data-chart", chart.title);
  }

  function keys(event) {
    const view = axis.view();
    const at = axis.cursor() ?? (view.min + view.max) / 2;
    const step = (view.max - view.min) / (event.shiftKey ? 10 : 100);
    const actions = {
      ArrowLeft: () => axis.point(Math.max(view.min, at - step)),
      ArrowRight: () => axis.point(Math.min(view.max, at + step)),
      "+": () => axis.zoom(0.5), "=": () => axis.zoom(0.5), "-": () => axis.zoom(2),
      PageUp: () => axis.pan(-0.5), PageDown: () => axis.pan(0.5),
      Home: () => axis.reset(), Escape: () => axis.reset(),
    };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  /** Adds a chart below those that are there. */
  function add(chart) {
    const figure = element("figure", "chart");
    figure.tabIndex = 0;
    figure.setAttribute("aria-label", `${chart.title}; arrow keys move the cursor, plus and minus zoom`);
    const head = element("figcaption", "chart-head");
    head.append(element("h3", "", chart.title));
    chart.keys.forEach(key => head.append(key));
    chart.host = element("div", "plot");
    figure.append(head, chart.host);
    figure.addEventListener("keydown", keys);
    chart.host.addEventListener("mouseleave", () => axis.point(null));
    document.getElementById("charts").append(figure);
    all.push(chart);
    make(chart);
  }

  /** A chart of curves that hold their value until the next reading. */
  function ofCurves(times, chart, withAxis) {
    const unit = UNITS[chart.unit];
    const labels = chart.curves.map(curve => element("span", `key ${curve.hue}`, curve.name));
    // A rate is of the time before the reading, all else holds until the next one.
    const stepped = uPlot.paths.stepped({ align: chart.unit === "rate" ? -1 : 1 });
    const tall = (chart.unit === "bytes" || chart.unit === "rate") && chart.title !== "Congestion window";
    function read(t) {
      const at = t === null ? -1 : lastAtOrBefore(times, t);
      chart.curves.forEach((curve, i) => {
        const value = at < 0 ? null : curve.v[at];
        labels[i].textContent = value === null ? curve.name : `${curve.name} ${unit.value(value)}`;
      });
    }
    return {
      title: chart.title, height: tall ? 104 : 58, withAxis, keys: labels, read,
      data: [times, ...chart.curves.map(curve => curve.v)],
      values: t => {
        const at = lastAtOrBefore(times, t);
        return at < 0 ? [] : chart.curves.filter(c => c.hue !== "limit" && c.v[at] !== null)
          .map(c => `${c.name} ${unit.value(c.v[at])}`);
      },
      series: chart.curves.map((curve, i) => ({
        label: curve.name, paths: stepped, width: curve.hue === "limit" ? 1 : 1.5,
        stroke: () => theme.color(curve.hue), dash: curve.hue === "limit" ? [5, 4] : undefined,
        fill: i === 0 ? () => theme.color(curve.hue) + "26" : undefined, points: { show: false },
      })),
      yAxis: {
        // In a low chart close enough that there is a number above 0, whatever the greatest value is.
        size: gutter(), gap: 4, stroke: () => theme.color("soft"), font: FONT, space: tall ? 30 : 17,
        incrs: chart.unit === "count" ? INTEGERS : undefined,
        grid: { stroke: () => theme.color("grid"), width: 1 }, ticks: { show: false },
        values: (plot, ticks) => ticks.map(unit.tick),
      },
    };
  }

  function clear() {
    all.splice(0).forEach(chart => chart.plot.destroy());
    document.getElementById("charts").replaceChildren();
  }

  theme.onChange(() => all.forEach(({ plot }) => plot.redraw(false)));

  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    const narrow = width < 640 !== window.innerWidth < 640;
    width = window.innerWidth;
    for (const chart of all) {
      if (narrow && chart.yAxis) chart.yAxis.size = gutter();
      make(chart);
    }
  });

  return { add, all, clear, ofCurves, pixelOf, ratio };
})();

/** The index of the last time at or before t; -1 when all are later. */
function lastAtOrBefore(times, t) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
