// The colours that were chosen in the playground, if it has kept any.
try {
  document.documentElement.dataset.theme = localStorage.getItem("lockstep.theme") ?? "auto";
} catch {
  // Storage may be forbidden: as the system has it.
}
