// Moves the focus to the summary of errors, so that a screen reader starts there.

export function start(summary) {
  if (!location.hash) summary.focus();
}
