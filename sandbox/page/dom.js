/** Small helpers to build elements; nothing here reads markup. */

export const byId = (id) => document.getElementById(id);

/** An element with properties set and children appended; a string child becomes text. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Makes `parent` hold exactly `wanted`, moving as little as it can: what stays in place keeps focus and is not read out again. */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}
