// Starts the module that a page asks for by a data- attribute. Every page works without any of them.

const modules = {
  "[data-focus]": "./focus.js",
  "[data-levels]": "./levels.js",
  "[data-diagrams]": "./diagram.js",
  "[data-copy]": "./copy.js",
  "[data-draft]": "./drafts.js",
  "[data-form]": "./leaving.js",
  "[data-replay]": "./replay.js",
  "[data-upload]": "./upload.js",
};

for (const [attribute, module] of Object.entries(modules)) {
  const found = document.querySelectorAll(attribute);
  if (found.length) import(module).then(({ start }) => found.forEach(start));
}
