// Sends files with a progress and, where the line breaks, keeps what was chosen and says so.
// Without it the browser sends the form itself, and the server says the same.

const SIZES = [[1024 * 1024, "MB", 1], [1024, "KB", 0]];

function size(bytes) {
  const [unit, name, digits] = SIZES.find(([least]) => bytes >= least) ?? SIZES[1];
  return `${Math.max(bytes / unit, Math.sign(bytes)).toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })} ${name}`;
}

export function start(form) {
  const files = form.querySelector("[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const problem = form.querySelector("[data-problem]");
  const progress = form.querySelector("[data-progress]");
  const button = form.querySelector("button");
  const { largestFile, largest, most, overFile, overAll, sending, failed } = form.dataset;

  const say = (place, words) => {
    place.textContent = words;
    place.hidden = !words;
  };

  const fits = () => {
    const all = [...files.files];
    const sum = all.reduce((total, file) => total + file.size, 0);
    return all.length <= Number(most) && sum <= Number(largest);
  };

  const list = () => {
    const lines = [...files.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}, ${size(file.size)}`;
      if (file.size > Number(largestFile)) {
        line.className = "error";
        line.textContent += `. ${overFile}`;
      }
      return line;
    });
    chosen.replaceChildren(...lines);
    chosen.hidden = !lines.length;
    say(problem, fits() ? "" : overAll);
  };

  const fail = (words) => {
    button.disabled = false;
    say(progress, "");
    say(problem, words || failed);
    problem.scrollIntoView({ block: "nearest" });
  };

  // The answer is this page again: its content takes the place of ours.
  const show = (page) => {
    const answer = new DOMParser().parseFromString(page, "text/html");
    const content = answer.querySelector("main");
    document.title = answer.title;
    document.querySelector("main").replaceWith(content);
    content.querySelectorAll("[data-upload]").forEach(start);
    (content.querySelector("#results") ?? content.querySelector("h1")).scrollIntoView();
    content.querySelector("#results")?.focus();
  };

  files.addEventListener("change", list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!fits()) {
      say(problem, overAll);
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total) say(progress, `${sending} ${Math.round((100 * loaded) / total)} %`);
    });
    request.addEventListener("error", () => fail());
    request.addEventListener("load", () => {
      const type = request.getResponseHeader("Content-Type") ?? "";
      if (type.includes("json")) fail(JSON.parse(request.responseText).reason);
      else if ([200, 422].includes(request.status)) show(request.responseText);
      else fail();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
    button.disabled = true;
    say(problem, "");
    say(progress, sending);
  });
  list();
}
