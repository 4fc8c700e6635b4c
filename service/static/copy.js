// Copies the text of the box that a button names; without it the text is selected by hand.

export function start(button) {
  const box = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    button.textContent = button.dataset.copied;
  });
}
