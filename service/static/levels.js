// Counts the levels of a choice table while they are chosen; without it a button counts them.

export function start(table) {
  const count = () => {
    for (const shown of table.querySelectorAll("[data-level]")) {
      const chosen = table.querySelectorAll(`input[type=radio][value="${shown.dataset.level}"]:checked`);
      shown.textContent = chosen.length;
    }
  };
  table.querySelector("[data-count]").hidden = true;
  table.addEventListener("change", count);
  count();
}
