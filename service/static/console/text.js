// What the scripts say, in the page's language: review/texts.html has it.

const TEXTS = document.getElementById("texts").dataset;

// With its values for `{...}`; for a `count` other than one, the text that is for more.
export function text(name, values = {}) {
  const which = (values.count ?? 1) === 1 ? name : `${name}More`;
  return TEXTS[which].replace(/{(\w+)}/g, (_, key) => values[key]);
}
