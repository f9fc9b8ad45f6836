/** A button that shows and hides a panel. Escape hides it, and so does going elsewhere. */

export function disclosure(button, panel) {
  const set = (open) => {
    button.ariaExpanded = String(open);
    panel.classList.toggle("open", open);
  };
  const isOpen = () => panel.classList.contains("open");

  button.addEventListener("click", () => set(!isOpen()));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    set(false);
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !panel.contains(event.target) && !button.contains(event.target)) set(false);
  });
  return { close: () => set(false) };
}
