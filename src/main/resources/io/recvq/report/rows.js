// The rows: those of the chosen kinds that are in view of the charts.

const rows = (() => {
  const body = document.querySelector("#rows tbody");
  const all = [...body.rows].map(row => ({
    row, t: Number(row.dataset.t), kind: row.dataset.kind, lane: Number(row.dataset.lane),
  }));
  const KINDS = ["program", "kernel", "wire", "frame"];
  const shown = new Set([...KINDS, "mark"]);
  const count = element("span", "hint");
  let lane = 0;

  function apply() {
    const { min, max } = axis.view();
    let visible = 0;
    let of = 0;
    for (const one of all) {
      const chosen = shown.has(one.kind) && (one.lane < 0 || one.kind === "mark" || one.lane === lane);
      const inView = axis.isFull() || (one.t >= min && one.t <= max);
      one.row.hidden = !(chosen && inView);
      of += chosen && one.kind !== "mark" ? 1 : 0;
      visible += chosen && inView && one.kind !== "mark" ? 1 : 0;
    }
    count.textContent = visible === of ? `${of} rows` : `${visible} of ${of} rows: those in view of the charts`;
    if (![...body.rows].some(row => row.tabIndex === 0 && !row.hidden)) {
      focusable(all.find(one => !one.row.hidden)?.row);
    }
  }

  function focusable(row) {
    body.querySelector("tr[tabindex='0']")?.setAttribute("tabindex", "-1");
    row?.setAttribute("tabindex", "0");
  }

  function tools() {
    const bar = document.getElementById("row-tools");
    bar.hidden = false;
    for (const kind of KINDS) {
      if (!all.some(one => one.kind === kind)) continue;
      const toggle = button(kind, `Show or hide rows of the ${kind}`, () => {
        if (!shown.delete(kind)) shown.add(kind);
        toggle.setAttribute("aria-pressed", shown.has(kind));
        apply();
      });
      toggle.setAttribute("aria-pressed", "true");
      bar.append(toggle);
    }
    bar.append(element("span", "gap"), count);
  }

  function neighbour(row, key) {
    const step = key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling";
    let next = row[step];
    while (next?.hidden) next = next[step];
    return next;
  }

  body.addEventListener("mouseover", event => {
    const row = event.target.closest("tr");
    if (row) axis.point(Number(row.dataset.t));
  });
  body.addEventListener("mouseleave", () => axis.point(null));
  body.addEventListener("click", event => {
    const row = event.target.closest("tr");
    if (row && window.getSelection().isCollapsed) axis.visit(Number(row.dataset.t));
  });
  body.addEventListener("keydown", event => {
    const row = event.target.closest("tr");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = neighbour(row, event.key);
      if (next) {
        focusable(next);
        next.focus();
        axis.point(Number(next.dataset.t));
      }
    } else if (event.key === "Enter") {
      axis.visit(Number(row.dataset.t));
    } else if (event.key === "Escape") {
      axis.reset();
    }
  });

  tools();
  apply();
  axis.onView(apply);
  return {
    /** Shows the rows of this connection. */
    of(number) {
      lane = number;
      apply();
    },
  };
})();
