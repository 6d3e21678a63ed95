// The page: the tools above the charts, the charts of the chosen connection, the reading.

const page = (() => {
  const reading = document.getElementById("reading");
  const rest = "Point at a chart to read its values; drag to zoom in, double-click to see all. " +
    "With the keyboard: arrows, + and −, Home.";

  // A connection tells more than a listener.
  const first = Math.max(0, data.lanes.findIndex(lane => lane.far !== ""));

  function build(number) {
    charts.clear();
    const lane = data.lanes[number];
    const made = [];
    if (data.calls.length > 0) made.push(strips.program);
    for (const chart of lane?.charts ?? []) made.push(last => charts.ofCurves(lane.t, chart, last));
    if (lane && data.packets.some(packet => packet.lane === number)) {
      made.push(last => strips.ladder(lane, number, last));
    }
    made.forEach((make, i) => charts.add(make(i === made.length - 1)));
    rows.of(number);
    read(null);
  }

  function tools() {
    const bar = document.getElementById("tools");
    bar.hidden = false;
    if (data.lanes.length > 1) bar.append(chooser());
    const whole = button("Whole", "Show the whole axis", () => axis.reset());
    whole.disabled = true;
    axis.onView(() => { whole.disabled = axis.isFull(); });
    bar.append(whole, button("+", "Zoom in", () => axis.zoom(0.5)), button("−", "Zoom out", () => axis.zoom(2)),
      button("◀", "Earlier", () => axis.pan(-0.5)), button("▶", "Later", () => axis.pan(0.5)));
    for (const mark of data.marks.slice(0, 12)) {
      const jump = button(mark.label, `Zoom to ${duration(mark.t)}`, () => axis.visit(mark.t));
      if (mark.failure) jump.className = "failure";
      bar.append(jump);
    }
    const span = element("span", "hint");
    const tell = ({ min, max }) => {
      span.textContent = `${moment(min, max - min)} to ${moment(max, max - min)}`;
    };
    tell(axis.view());
    axis.onView(tell);
    bar.append(element("span", "gap"), span);
  }

  function chooser() {
    const choice = element("select");
    choice.setAttribute("aria-label", "Connection");
    data.lanes.forEach((lane, i) => {
      const option = element("option", "", lane.name);
      option.value = i;
      option.selected = i === first;
      choice.append(option);
    });
    choice.addEventListener("change", () => build(Number(choice.value)));
    return choice;
  }

  function read(t) {
    if (t === null) {
      reading.textContent = rest;
      return;
    }
    const values = charts.all.flatMap(chart => chart.values(t));
    reading.replaceChildren(element("b", "", moment(t, axis.view().max - axis.view().min)),
      values.length > 0 ? ` · ${values.join(" · ")}` : "");
  }

  function copies() {
    for (const block of document.querySelectorAll(".code")) {
      if (!navigator.clipboard) return;
      const copy = button("Copy", "Copy this text", async () => {
        await navigator.clipboard.writeText(block.querySelector("code").textContent);
        copy.textContent = "Copied";
      });
      block.append(copy);
    }
  }

  axis.onCursor(read);
  tools();
  copies();
  build(first);
  axis.follow();
  return {};
})();
