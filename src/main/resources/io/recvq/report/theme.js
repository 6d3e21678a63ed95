// Light and dark: as the system has it, until the reader chooses.

const theme = (() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const changed = [];
  let chosen = null;

  function isDark() {
    return chosen === null ? system.matches : chosen;
  }

  function apply() {
    root.dataset.theme = isDark() ? "dark" : "light";
    const toggle = document.getElementById("theme");
    toggle.hidden = false;
    toggle.textContent = isDark() ? "Light" : "Dark";
    toggle.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
    changed.forEach(listener => listener());
  }

  system.addEventListener("change", apply);
  document.getElementById("theme").addEventListener("click", () => {
    chosen = !isDark();
    apply();
  });
  apply();
  return {
    /** Runs this whenever the colours change. */
    onChange: listener => changed.push(listener),
    /** A colour of the style sheet by its name. */
    color: name => getComputedStyle(root).getPropertyValue(`--${name}`).trim(),
  };
})();
