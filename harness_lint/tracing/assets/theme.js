"use strict";
document.documentElement.classList.add("drawn"); // hides what stands there for readers without scripts
/* Before anything is painted: the theme that the reader chose last time, if any. */
try {
  const theme = localStorage.getItem("harness-lint-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  /* Storage may be shut off for files: the theme of the system holds. */
}
