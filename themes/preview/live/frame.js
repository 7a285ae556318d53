// What the files of the preview's script share. `waypostLive` and `Idiomorph` are its only globals.

/**
 * The preview's state, as its stream tells it.
 * @typedef {object} State
 * @property {string} server changes when the server was started anew
 * @property {number} generation grows when any page may have changed
 * @property {number} messages grows when the messages changed
 * @property {number} errors
 * @property {number} warnings
 * @property {number} notes
 * @property {string | null} broken why the whole site stays at its last good state
 */

/** A line of a source file, and which of its characters are meant. @typedef {{ line: number, text: string, from: number, to: number }} Line */

/** Another place that a message speaks of. @typedef {{ file: string, line: number, column: number, message: string, open?: string | null, excerpt?: Line[] }} Label */

/**
 * Something that is wrong, where, and what to do about it.
 * @typedef {object} Message
 * @property {string} code
 * @property {string} severity
 * @property {string} message
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {string} [help]
 * @property {string | null} [open] the editor's address of the place
 * @property {Line[]} [excerpt]
 * @property {Label[]} [labels]
 * @property {string | null} [page] the address of the entry's page
 */

/** @typedef {{ messages: number, errors: number, warnings: number, notes: number, more: number, items: Message[] }} Messages */

/** Words of a page and the line they come from. @typedef {{ line: number, text: string, field?: string }} SourceBlock */

/** Where the words of a page come from. @typedef {{ file: string, editor: string | null, path: string, blocks: SourceBlock[] }} Source */

/** What stands between two saves: a block of the page and all that it shows. @typedef {{ element: Element, key: string }} Block */

/**
 * @typedef {object} Live
 * @property {(name: string, attributes?: Record<string, string>, ...children: (Node | string)[]) => HTMLElement} make an element; text is only ever text
 * @property {(name: string) => any} recall what this tab was told to remember
 * @property {(name: string, what: any) => void} remember for this tab, as long as it is open
 * @property {() => boolean} still whether the reader wants nothing to move
 * @property {(hear: (state: State) => void, lost: (gone: boolean) => void) => void} listen
 * @property {(element: Element) => boolean} inline
 * @property {(element: Element) => boolean} upgraded whether an element is run by a script of the theme
 * @property {(root: Element) => Block[]} blocks
 * @property {(before: Block[], after: Block[]) => Element[]} changed
 * @property {(element: Element) => string} words what an element shows, as letters and digits only
 * @property {(text: string) => string} letters
 * @property {(old: Element, now: Element, how: { kept: Map<string, Element>, readers: (attribute: string, element: Element) => boolean, whole: (old: Element, now: Element) => void }) => void} align
 * @property {(body: HTMLElement, sources: Map<Element, string>) => void} morph
 * @property {(html: Document, was: string[]) => boolean} newScripts
 * @property {(from?: Document) => string[]} scripts
 * @property {(html: Document) => Promise<(wanted: boolean) => void>} head
 * @property {(page: { version: string, changed: (elements: Element[], source: Source | null) => void, kept: (file: string | null) => void }) => { check: () => Promise<boolean> }} page
 * @property {{ load: () => Promise<Source | null>, forget: () => void, match: (source: Source) => Map<Element, SourceBlock>, find: (source: Source, element: Element) => SourceBlock | undefined, go: (file: string, line: number, address: string | null | undefined) => Promise<void>, address: (source: Source, line: number) => string | null }} source
 * @property {{ changed: (elements: Element[], source: Source | null) => void, outline: (element: Element | null) => void }} show
 * @property {(text: string) => (Node | string)[]} prose a sentence, with what stands in backticks as code
 * @property {(message: Message) => HTMLElement} message
 * @property {Overlay} overlay
 * @property {(on: boolean) => void} pick
 */

/**
 * @typedef {object} Overlay
 * @property {(state: State) => void} state
 * @property {(gone: boolean) => void} gone
 * @property {(file: string | null) => void} kept
 * @property {(messages: Messages | null) => void} messages
 * @property {(text: string, quiet?: boolean) => void} say to the eye and to a screen reader; quiet: only to the latter
 * @property {(on: boolean) => void} picking
 * @property {() => number} room pixels at the foot of the window that the panel takes
 * @property {HTMLElement} host
 */

var waypostLive = /** @type {Live} */ ({});

(() => {
  const live = waypostLive;
  const SVG = /^(?:svg|path)$/;

  live.make = (name, attributes = {}, ...children) => {
    const element = /** @type {HTMLElement} */ (SVG.test(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name));
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };

  // Storage may be forbidden; then nothing is remembered.
  live.recall = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(`waypost-preview-${name}`) || "null");
    } catch {
      return null;
    }
  };

  live.remember = (name, what) => {
    try {
      sessionStorage.setItem(`waypost-preview-${name}`, JSON.stringify(what));
    } catch {}
  };

  live.still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
})();
