// Numbers and times as the rest of the page writes them.

const THREE = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, useGrouping: false });
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A length of time in milliseconds, three significant digits. */
function duration(ms) {
  const size = Math.abs(ms);
  if (size >= 60000) return `${Math.floor(ms / 60000)}m${Math.round(ms % 60000 / 1000)}s`;
  if (size >= 999.5) return `${THREE.format(ms / 1000)} s`;
  if (size >= 0.9995 || size === 0) return `${THREE.format(ms)} ms`;
  return `${THREE.format(ms * 1000)} µs`;
}

/** A moment of the axis: as precise as what is in view makes sense of. */
function moment(ms, spanMs) {
  const magnitude = Math.floor(Math.log10(Math.max(spanMs, 1e-6)));
  return spanMs >= 5000
    ? `${(ms / 1000).toFixed(Math.max(0, 6 - magnitude))} s`
    : `${ms.toFixed(Math.min(6, Math.max(0, 3 - magnitude)))} ms`;
}

function short(value, suffixes, unit) {
  let rest = value;
  let i = 0;
  while (Math.abs(rest) >= 1000 && i < suffixes.length - 1) {
    rest /= 1000;
    i++;
  }
  return `${THREE.format(rest)} ${suffixes[i]}${unit}`.trim();
}

const UNITS = {
  bytes: { tick: v => short(v, ["", "k", "M", "G"], "B"), value: v => `${WHOLE.format(v)} B` },
  rate: { tick: v => short(v, ["", "k", "M", "G"], "B/s"), value: v => short(v, ["", "k", "M", "G"], "B/s") },
  micros: { tick: v => duration(v / 1000), value: v => duration(v / 1000) },
  count: { tick: v => WHOLE.format(v), value: v => WHOLE.format(v) },
};

/** A new element with this class and text. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A new button that does this. */
function button(text, label, action) {
  const made = element("button", "", text);
  made.type = "button";
  if (label) {
    made.title = label;
    if (text.length < 3) made.setAttribute("aria-label", label);
  }
  made.addEventListener("click", action);
  return made;
}
