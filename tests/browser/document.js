// A page's HTML as a plain tree, for checks that need no browser.

import { parse as parseHtml } from "parse5";

/**
 * @typedef {object} Element
 * @property {string} name
 * @property {Record<string, string>} attrs
 * @property {string} text all text in it
 * @property {Element | undefined} parent
 */

/**
 * @typedef {object} Document
 * @property {(...names: string[]) => Element[]} all the elements of these names in order; all when none is given
 * @property {Set<string>} ids
 */

/** @returns {Document} */
export function parse(html) {
  const elements = [];
  const walk = (node, parent) => {
    let element = parent;
    if (node.tagName) {
      element = {
        name: node.tagName,
        attrs: Object.fromEntries(node.attrs.map((attr) => [attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name, attr.value])),
        get text() {
          return textOf(node);
        },
        parent,
      };
      elements.push(element);
    }
    for (const child of node.content?.childNodes ?? node.childNodes ?? []) walk(child, element);
  };
  walk(parseHtml(html), undefined);
  return {
    all: (...names) => (names.length === 0 ? elements : elements.filter((element) => names.includes(element.name))),
    ids: new Set(elements.map((element) => element.attrs.id).filter((id) => id !== undefined)),
  };
}

function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.content?.childNodes ?? node.childNodes ?? []).map(textOf).join("");
}
