// The one time axis: what of it is in view, and where the cursor is. All charts follow it.

const data = JSON.parse(document.getElementById("data").textContent);

const axis = (() => {
  const first = Math.min(0, ...data.marks.map(mark => mark.t));
  const full = { min: first, max: Math.max(data.end, first + 0.001) };
  const LEAST = 0.0005;
  let view = { ...full };
  let cursor = null;
  const viewListeners = [];
  const cursorListeners = [];

  function show(min, max) {
    const span = Math.min(full.max - full.min, Math.max(LEAST, max - min));
    const from = Math.min(Math.max(full.min, (min + max - span) / 2), full.max - span);
    if (from === view.min && from + span === view.max) return;
    view = { min: from, max: from + span };
    viewListeners.forEach(listener => listener(view));
    history.replaceState(null, "", isFull() ? location.pathname : `#${view.min.toFixed(6)}-${view.max.toFixed(6)}`);
  }

  function isFull() {
    return view.min <= full.min && view.max >= full.max;
  }

  /** A link into the page names what is to be in view, as #90.5-120 in milliseconds. */
  function follow() {
    const wanted = /^#(-?[\d.]+)-(-?[\d.]+)$/.exec(location.hash);
    if (wanted && Number(wanted[1]) < Number(wanted[2])) show(Number(wanted[1]), Number(wanted[2]));
  }

  window.addEventListener("hashchange", follow);

  return {
    view: () => view,
    full,
    isFull,
    show,
    follow,
    reset: () => show(full.min, full.max),
    /** Half of what is in view around a moment, or twice as much. */
    zoom(factor, around) {
      const middle = around ?? cursor ?? (view.min + view.max) / 2;
      const span = (view.max - view.min) * factor;
      const share = (middle - view.min) / (view.max - view.min);
      show(middle - span * share, middle + span * (1 - share));
    },
    /** Moves what is in view by this share of it. */
    pan(share) {
      const step = (view.max - view.min) * share;
      show(view.min + step, view.max + step);
    },
    /** Brings a moment into the middle, a hundredth of the whole or what is in view around it. */
    visit(t) {
      const span = Math.min(view.max - view.min, (full.max - full.min) / 20);
      show(t - span / 2, t + span / 2);
      this.point(t);
    },
    cursor: () => cursor,
    point(t) {
      if (t === cursor) return;
      cursor = t;
      cursorListeners.forEach(listener => listener(t));
    },
    onView: listener => viewListeners.push(listener),
    onCursor: listener => cursorListeners.push(listener),
  };
})();
