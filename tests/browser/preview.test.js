// The preview as an editor meets it: the real `waypost serve` on a copy of the sample library, files
// that are saved as editors save them, and a page in real Chromium that follows.

import assert from "node:assert/strict";
import { renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { live, marked, opened, overlay, panel, same, shows, toggle, visit } from "./live-tab.js";
import { library, pause, preview } from "./preview-server.js";

const FILE = "content/articles/a-day-that-holds.md";
const PAGE = "/articles/a-day-that-holds/";
/** What the copy's article has besides: something to open, and a paragraph that changes. */
const MORE = "<details>\n<summary>More of it</summary>\n\nWords that are inside.\n\n</details>\n\nThe words of the moment.";

/** A library and its preview for the tests of a `describe`. */
function served(...options) {
  const here = {};
  before(async () => {
    here.site = library();
    const text = here.site.read(FILE);
    assert.ok(text.includes("\n## Draw it\n"));
    here.text = text.replace("\n## Draw it\n", () => `\n${MORE}\n\n## Draw it\n`);
    here.site.write(FILE, here.text);
    here.server = await preview(here.site, ...options);
  });
  after(async () => {
    await here.server?.down();
    here.site?.end();
  });
  return here;
}

/** Notes from here on whether the panel was ever opened or the page ever another one. */
const witness = (page) =>
  page.evaluate(() => {
    window.seen = [];
    const { shadowRoot } = document.querySelector("waypost-preview");
    const panel = shadowRoot.querySelector(".panel");
    new MutationObserver(() => panel.hidden || window.seen.push(`panel: ${panel.innerText}`)).observe(panel, { attributes: true });
    new MutationObserver(() => window.seen.push(`title: ${document.title}`)).observe(document.head, { subtree: true, childList: true, characterData: true });
  });

const well = (page) => toggle(page).filter({ hasText: "All well" }).waitFor();
const closed = (page) => panel(page).waitFor({ state: "hidden" });

describe("a page that is open while its file is saved", () => {
  const here = served();

  const ways = {
    "in place": (file, text) => writeFileSync(file, text),
    "emptied, and written 30 ms later": async (file, text) => {
      truncateSync(file);
      await pause(30);
      writeFileSync(file, text);
    },
    "beside, and renamed over it": (file, text) => {
      writeFileSync(`${file}.tmp-8f3a`, text);
      renameSync(`${file}.tmp-8f3a`, file);
    },
    "with a backup, as vim does": (file, text) => {
      writeFileSync(file.replace(/[^/\\]+$/, "4913"), "");
      rmSync(file.replace(/[^/\\]+$/, "4913"));
      renameSync(file, `${file}~`);
      writeFileSync(file, text);
      rmSync(`${file}~`);
    },
    "deleted, and made anew 100 ms later": async (file, text) => {
      rmSync(file);
      await pause(100);
      writeFileSync(file, text);
    },
    "twice within 5 ms": async (file, text) => {
      writeFileSync(file, text.replace("Words of save", "Other words before save"));
      await pause(5);
      writeFileSync(file, text);
    },
  };

  /** What a reader has done to the page, and how it is found again. */
  const holds = {
    "a field": {
      begin: () => {
        const field = document.querySelector("#wp-find-top");
        field.focus({ preventScroll: true });
        field.setSelectionRange(2, 6);
      },
      state: () => [document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd],
      want: ["wp-find-top", 2, 6],
    },
    "the words": {
      begin: () => {
        document.querySelector("main details summary").focus({ preventScroll: true });
        const [text] = [...document.querySelectorAll("main p")].find((p) => p.textContent.startsWith("Begin with these.")).childNodes;
        getSelection().setBaseAndExtent(text, 6, text, 16);
      },
      state: () => [document.activeElement.localName, `${getSelection()}`],
      want: ["summary", "with these"],
    },
  };

  for (const [way, save] of Object.entries(ways)) {
    test(way, async () => {
      const { page, faults } = await visit(here.server, PAGE);
      await page.click("main details summary");
      await page.fill("#wp-find-top", "not sent yet");
      await page.evaluate(() => document.querySelector("main details").scrollIntoView({ block: "center", behavior: "instant" }));
      await well(page);
      await witness(page);
      const top = await page.evaluate(() => scrollY);
      assert.ok(top > 300, `${top}`);
      for (const [what, { begin, state, want }] of Object.entries(holds)) {
        await page.evaluate(begin);
        const words = `Words of save ${way.length}, while ${what} is held.`;
        await save(here.site.path(FILE), here.text.replace("The words of the moment.", words));
        await shows(page, words);
        assert.equal(await marked(page), words);
        assert.deepEqual(await page.evaluate(state), want, what);
        assert.deepEqual(await page.evaluate(() => [scrollY, document.querySelector("#wp-find-top").value, document.querySelector("main details").open]), [top, "not sent yet", true], what);
        await page.evaluate(() => document.getAnimations().forEach((one) => one.id === "waypost-changed" && one.cancel()));
      }
      await well(page);
      await same(page);
      assert.deepEqual(await page.evaluate(() => window.seen), [], "nothing else was shown on the way");
      assert.deepEqual(faults, []);
    });
  }

  test("shows in the end what a fresh load shows", async () => {
    const { page, context } = await visit(here.server, PAGE);
    const words = "Words in their last version.\n\n- One\n- Two\n\n| A | B |\n|---|---|\n| c | d |";
    here.site.write(FILE, here.text.replace("The words of the moment.", words).replace("## Four pegs", "## Four pegs and a rope"));
    await shows(page, "last version");
    const other = await context.newPage();
    await other.goto(here.server.origin + PAGE);
    await live(other);
    const html = (tab) => tab.evaluate(() => document.head.innerHTML + document.body.innerHTML);
    assert.equal(await html(page), await html(other));
    await same(page);
    here.site.write(FILE, here.text);
  });
});

describe("a mistake", () => {
  const here = served();
  const notice = (page, text) => panel(page).locator(".notices", { hasText: text });

  test("in the front matter is explained above the last good page, until it is mended", async () => {
    const { page, faults } = await visit(here.server, PAGE);
    await well(page);
    here.site.write(FILE, here.text.replace("title: A day that holds", 'title: "A day" that holds').replace("The words of the moment.", "Words that cannot be shown yet."));
    const message = panel(page).locator("li.error").first();
    await message.getByText(`${FILE}:2`).waitFor();
    await message.locator(".line", { hasText: 'title: "A day" that holds' }).waitFor();
    await notice(page, `${FILE} cannot be read now`).waitFor();
    await toggle(page).filter({ hasText: "Last good version, 1 error" }).waitFor();
    await shows(page, "The words of the moment.");
    // Who opens the page now is told the same.
    const other = await visit(here.server, PAGE);
    await notice(other.page, "This page is its last good version").waitFor();
    await shows(other.page, "The words of the moment.");
    here.site.write(FILE, here.text.replace("The words of the moment.", "Words that can be shown."));
    for (const tab of [page, other.page]) {
      await shows(tab, "Words that can be shown.");
      await closed(tab);
      await well(tab);
      await same(tab);
    }
    here.site.write(FILE, here.text);
    await shows(page, "The words of the moment.");
    assert.deepEqual([...faults, ...other.faults], []);
  });

  test("in the text is shown at its line, on the page that has it", async () => {
    const { page } = await visit(here.server, PAGE);
    await well(page);
    here.site.write(FILE, here.text.replace("The words of the moment.", "See [a page](/articles/that-is-not-there/) first."));
    const line = here.text.split("\n").findIndex((one) => one === "The words of the moment.") + 1;
    await panel(page).getByText(`${FILE}:${line}`).waitFor();
    await panel(page).getByRole("heading", { name: "On this page" }).waitFor();
    await shows(page, "See a page first.");
    here.site.write(FILE, here.text);
    await closed(page);
    await well(page);
  });

  const cases = {
    "a template": { file: "themes/default/templates/article.html", bad: "{% extends \"base.html\" %}\n{% block content %}{% if %}", good: undefined },
    "waypost.yaml": { file: "waypost.yaml", bad: (text) => text.replace("languages: [en, es]", "languages: [en, es"), good: (text) => text },
  };
  for (const [name, { file, bad, good }] of Object.entries(cases)) {
    test(`in ${name} keeps the whole last good site`, async () => {
      const { page, faults } = await visit(here.server, PAGE);
      await well(page);
      const before = good && here.site.read(file);
      here.site.write(file, good ? bad(before) : bad);
      await toggle(page).filter({ hasText: /Last good version, \d+ errors?/ }).waitFor();
      await panel(page).locator("li.error", { hasText: `${file}:` }).first().waitFor();
      assert.match(await panel(page).locator(".notices").innerText(), /\S/);
      await shows(page, "The words of the moment.");
      // What is saved now waits; every page is there.
      here.site.write(FILE, here.text.replace("The words of the moment.", "Words that wait."));
      const other = await visit(here.server, "/tools/wheel-of-life/");
      await panel(other.page).waitFor();
      assert.equal(await other.page.locator("h1").innerText(), "Wheel of life");
      await shows(page, "The words of the moment.");
      if (good) here.site.write(file, good(before));
      else here.site.remove("themes");
      for (const tab of [page, other.page]) {
        await closed(tab);
        await well(tab);
      }
      await shows(page, "Words that wait.");
      here.site.write(FILE, here.text);
      await shows(page, "The words of the moment.");
      await same(page);
      assert.deepEqual([...faults, ...other.faults], []);
    });
  }
});

describe("the theme's files", () => {
  const here = served();

  test("a style sheet is exchanged in place, a template's words appear in place", async () => {
    const { page, faults } = await visit(here.server, PAGE);
    await well(page);
    await page.evaluate(() => scrollTo({ top: 500, behavior: "instant" }));
    const colour = (value) => page.waitForFunction((value) => getComputedStyle(document.querySelector("h1")).color === value, value);
    const before = await page.evaluate(() => getComputedStyle(document.querySelector("h1")).color);
    const CSS = "themes/default/assets/utilities.css";
    const { text } = here;
    here.site.write(CSS, "h1 { color: rgb(1, 2, 3) !important; }\n");
    await colour("rgb(1, 2, 3)");
    here.site.write(CSS, "h1 { color: rgb(4, 5, 6) !important; }\n");
    await colour("rgb(4, 5, 6)");
    assert.equal(await page.evaluate(() => scrollY), 500);
    await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
    here.site.remove("themes");
    await colour(before);
    here.site.write("themes/default/templates/article.html", '{% extends "default/templates/article.html" %}\n{% block content %}<p id="mine">Words of a template.</p>\n{{ super() }}{% endblock content %}\n');
    await shows(page, "Words of a template.");
    await shows(page, "The words of the moment.");
    here.site.remove("themes");
    await page.waitForFunction(() => !document.querySelector("#mine"));
    here.site.write(FILE, text);
    await same(page);
    assert.deepEqual(faults, []);
  });
});

describe("what readers do not see yet", () => {
  const here = served();

  test("a draft is shown and labelled, and is left out with --no-drafts", async () => {
    const draft = "content/articles/a-draft.md";
    here.site.write(draft, "---\ntitle: A draft of the day\nsummary: What is not finished, and can be read by those who write it.\ndraft: true\n---\n\nWords of a draft.\n");
    const { page } = await visit(here.server, "/articles/a-draft/");
    await shows(page, "Words of a draft.");
    assert.match(await page.locator("main .head").innerText(), /draft/i);
    const bare = await preview(here.site, "--no-drafts");
    opened.push(() => bare.down());
    const without = await fetch(`${bare.origin}/articles/a-draft/`);
    assert.equal(without.status, 404);
    assert.doesNotMatch(await without.text(), /Words of a draft/);
    assert.doesNotMatch(await (await fetch(`${bare.origin}/articles/`)).text(), /A draft of the day/);
    assert.match(await (await fetch(`${here.server.origin}/articles/`)).text(), /A draft of the day/);
    // It stops being a draft while its page is open.
    here.site.write(draft, here.site.read(draft).replace("draft: true\n", ""));
    await page.waitForFunction(() => !/draft/i.test(document.querySelector("main .meta").closest(".head").innerText.replace("A draft of the day", "")));
    await same(page);
    here.site.remove(draft);
    await page.waitForFunction(() => !document.body.textContent.includes("Words of a draft."));
  });

  test("the page of an entry that is deleted says so, and comes back with it", async () => {
    const { page, faults } = await visit(here.server, PAGE);
    await well(page);
    await page.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
    here.site.remove(FILE);
    const missing = await (await fetch(`${here.server.origin}/no-such-page/`)).text();
    const [, title] = missing.match(/<h1[^>]*>([^<]+)/);
    await page.locator("h1", { hasText: title }).waitFor();
    here.site.write(FILE, here.text);
    await shows(page, "The words of the moment.");
    await page.waitForFunction(() => scrollY === 400);
    await closed(page);
    // The page in between has other scripts, so it may have been loaded anew.
    // That this page is not there is what the test is about.
    assert.deepEqual(faults.filter((one) => !one.includes(PAGE) && !/status of 404/.test(one)), []);
  });
});

describe("a double click", () => {
  const lineOf = (text, words) => text.split("\n").findIndex((one) => one.startsWith(words)) + 1;
  const words = "The words of the moment.";
  const paragraph = (page) => page.locator("main p", { hasText: words });

  describe("with an editor", () => {
    const here = served("--editor", "x-test://open?file={path}&line={line}");

    test("opens the source at its line, on the page and in the panel", async () => {
      const init = () => {
        window.went = [];
        HTMLAnchorElement.prototype.click = function () {
          window.went.push(this.getAttribute("href"));
        };
      };
      const { page } = await visit(here.server, PAGE, { init });
      const went = (n) => page.waitForFunction((n) => window.went.length >= n && window.went.at(-1), n).then((handle) => handle.jsonValue());
      const place = (line) => `x-test://open?file=${here.site.path(FILE).split("/").map(encodeURIComponent).join("/")}&line=${line}`;
      await paragraph(page).dblclick({ position: { x: 12, y: 8 } });
      assert.equal(await went(1), place(lineOf(here.text, words)));
      await page.locator("h1").dblclick({ position: { x: 12, y: 12 } });
      assert.equal(await went(2), place(2));
      await page.locator("main li", { hasText: "what held you up" }).dblclick({ position: { x: 40, y: 8 } });
      assert.equal(await went(3), place(lineOf(here.text, "- what held you up")));
      await page.locator("main td", { hasText: "Clinic" }).first().dblclick({ position: { x: 12, y: 8 } });
      assert.equal(await went(4), place(lineOf(here.text, "| 9.00 |")));
      // The lines are those of the file as it is now.
      here.site.write(FILE, here.text.replace(words, `A new line.\n\n${words}`));
      await shows(page, "A new line.");
      await paragraph(page).dblclick({ position: { x: 12, y: 8 } });
      assert.equal(await went(5), place(lineOf(here.text, words) + 2));
      // And those of a message.
      here.site.write(FILE, here.text.replace(words, "See [a page](/articles/that-is-not-there/) first."));
      await panel(page).getByRole("link", { name: `Open ${FILE}` }).click();
      assert.match(await went(6), new RegExp(`&line=${lineOf(here.text, words)}$`));
      here.site.write(FILE, here.text);
      await closed(page);
    });
  });

  describe("without an editor", () => {
    const here = served();

    test("copies the file and the line", async () => {
      const { page, context } = await visit(here.server, PAGE);
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await paragraph(page).dblclick({ position: { x: 12, y: 8 } });
      const place = `${FILE}:${lineOf(here.text, words)}`;
      await overlay(page).locator("[role=status]", { hasText: `Copied ${place}` }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), place);
    });
  });
});

describe("a server that ends", () => {
  const here = served();

  test("is missed, and its page goes on when it is back", async () => {
    const { page } = await visit(here.server, PAGE);
    await well(page);
    const { port } = new URL(here.server.origin);
    await here.server.down("SIGKILL");
    await toggle(page).filter({ hasText: "Server stopped" }).waitFor();
    await shows(page, "The words of the moment.");
    here.site.write(FILE, here.text.replace("The words of the moment.", "Words from while it was away."));
    await here.server.up(port);
    await shows(page, "Words from while it was away.");
    await well(page);
    here.site.write(FILE, here.text.replace("The words of the moment.", "Words from afterwards."));
    await shows(page, "Words from afterwards.");
    await same(page);
  });
});
