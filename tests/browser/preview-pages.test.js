// The real preview's pages, one of each sort: that its script breaks no policy and no page, and what
// the desk and the handbook are to everyone who uses them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { open } from "./chromium.js";
import { browser, live, opened, panel, same, shows, visit } from "./live-tab.js";
import { library, preview } from "./preview-server.js";

const DESK = "/_waypost/desk/", HANDBOOK = "/_waypost/handbook/";
const DRAFT = "content/articles/a-draft.md";
const entry = (title, more, body = "Words.") => `---\ntitle: ${title}\nsummary: Something to read, with a summary of its own.\n${more}\n---\n\n${body}\n`;

let site, server;
before(async () => {
  site = library({
    [DRAFT]: entry("A draft of the day", "draft: true"),
    "content/articles/later.md": entry("For another day", "publish_on: 2027-02-01"),
  });
  server = await preview(site);
});
after(async () => {
  await server?.down();
  site?.end();
});

const paths = {
  "the home page": "/",
  "an article": "/articles/riding-out-a-craving/",
  "an article in Spanish": "/es/articles/capear-un-impulso/",
  "a pathway": "/pathways/when-cravings-come/",
  "a list": "/articles/",
  "the search page": "/search/",
  "a page that is not there": "/no-such-page/",
  "the desk": DESK,
  "the handbook": HANDBOOK,
};

/** Every page open at once, in one browser: they share the preview's one stream. */
test("every sort of page runs without an error and within its policy, while files are saved", async () => {
  const { context, faults } = await visit(server);
  const tabs = [];
  for (const [name, path] of Object.entries(paths)) {
    const tab = await visit(server, path, { context });
    tab.page.on("console", (message) => message.type() === "error" && !/status of 404/.test(message.text()) && faults.push(`${name}: ${message.text()}`));
    tab.page.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
    // What it had to say before anybody listened.
    await tab.page.reload();
    await tab.page.evaluate(() => void (window.loaded = true));
    await live(tab.page);
    tabs.push({ name, ...tab });
  }
  // The footer is on every page of the site, a draft on the desk, a term in the handbook.
  const settings = site.read("waypost.yaml");
  site.write("waypost.yaml", settings.replace("is a sample. Its words", "is a library of samples. Its words").replace("es una biblioteca de muestra. Sus", "es una biblioteca de muestras. Sus").replace("First meetings, first questions", "First handshakes, first questions"));
  site.write(DRAFT, site.read(DRAFT).replace("A draft of the day", "A draft of the night"));
  for (const { name, page } of tabs) {
    await page.bringToFront();
    const words = { "an article in Spanish": "biblioteca de muestras", "the desk": "A draft of the night", "the handbook": "First handshakes" };
    await shows(page, words[name] ?? "library of samples").catch((error) => assert.fail(`${name}: ${error.message}`));
    await same(page);
  }
  site.write("waypost.yaml", settings);
  site.write(DRAFT, site.read(DRAFT).replace("A draft of the night", "A draft of the day"));
  await shows(tabs.at(-1).page, "First meetings, first questions");
  assert.deepEqual(faults, []);
});

test("the search finds what was just written, and keeps the words that are asked for", async () => {
  const { page, faults } = await visit(server, "/search/");
  const results = page.locator("main .results h3 a:visible");
  await page.locator("main input[type=search]").fill("craving");
  await results.filter({ hasText: "Riding out a craving" }).first().waitFor();
  const more = "content/articles/gooseberries.md";
  site.write(more, entry("Gooseberries", "date: 2026-11-01", "Of gooseberries and what they are good for."));
  await page.waitForFunction(async () => (await fetch("/articles/gooseberries/")).ok);
  assert.equal(await page.locator("main input[type=search]").inputValue(), "craving");
  await results.filter({ hasText: "Riding out a craving" }).first().waitFor();
  const other = await visit(server, "/search/");
  await other.page.locator("main input[type=search]").fill("gooseberries");
  await other.page.locator("main .results h3 a:visible").filter({ hasText: "Gooseberries" }).waitFor();
  site.remove(more);
  await same(page);
  // Until it is there, its page is not.
  assert.deepEqual([...faults, ...other.faults].filter((one) => !one.includes("404")), []);
});

describe("without script", () => {
  test("pages are read, and the desk is narrowed by its form", async () => {
    const { context, page, faults } = await open(browser, server.origin, { javaScriptEnabled: false });
    opened.push(() => context.close());
    page.setDefaultTimeout(10_000);
    await page.goto(`${server.origin}${paths["an article"]}`);
    assert.equal(await page.locator("h1").innerText(), "Riding out a craving");
    await page.goto(server.origin + DESK);
    const rows = page.locator("#results tbody tr");
    assert.ok((await rows.count()) > 20);
    await page.getByLabel("State", { exact: true }).selectOption("draft");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/state=draft/);
    assert.equal(await rows.count(), 1);
    assert.match(await rows.innerText(), /A draft of the day/);
    await page.getByLabel("State", { exact: true }).selectOption("");
    await page.getByLabel(/^Words in/).fill("craving");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/q=craving/);
    const found = await rows.count();
    assert.ok(found >= 2 && found < 20, `${found}`);
    // The headings sort, the titles lead to pages.
    await page.locator("#results thead").getByRole("link", { name: "Words" }).click();
    await page.waitForURL(/sort=/);
    assert.equal(await rows.count(), found);
    await rows.getByRole("link", { name: "Riding out a craving" }).first().click();
    await page.waitForURL(`**${paths["an article"]}`);
    assert.deepEqual(faults, []);
  });
});

describe("the desk", () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
  const BROKEN = "content/articles/a-place-to-live.md";
  const rows = (page) => page.locator("#results tbody tr");

  test("and the handbook are accessible, narrow and wide, light and dark", async () => {
    const text = site.read(BROKEN);
    site.write(BROKEN, text.replace("title: A place to live", 'title: "A place" to live'));
    const { page, faults } = await visit(server, DESK);
    await page.locator(".todo .errors").waitFor();
    const [problems, before] = [[], []];
    for (const path of [DESK, HANDBOOK]) {
      await page.goto(server.origin + path);
      await live(page);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      before.push(...faults.splice(0));
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          // In the dark nothing but colours is different.
          const axe = new AxeBuilder({ page }).setLegacyMode();
          const { violations } = await (colorScheme === "light" ? axe.withTags(tags) : axe.withRules(["color-contrast"])).analyze();
          problems.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${path}, ${colorScheme}, ${width}: ${id} at ${target} ${failureSummary}`)));
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) problems.push(`${path}: ${wide} pixels wide at ${width}`);
      }
      // axe reads the panel's style sheet in a way that the policy forbids.
      faults.length = 0;
    }
    site.write(BROKEN, text);
    assert.deepEqual([...problems, ...before], []);
  });

  test("names what is to be done, narrows while one types, and leads to pages", async () => {
    const { page, faults } = await visit(server, DESK);
    const all = await rows(page).count();
    await page.locator(".todo .draft", { hasText: "A draft of the day" }).waitFor();
    await page.locator(".todo .scheduled", { hasText: "For another day" }).waitFor();
    await page.getByLabel(/^Words in/).fill("craving");
    await page.waitForFunction((all) => document.querySelectorAll("#results tbody tr").length < all, all);
    await page.waitForURL(/q=craving/);
    await page.getByLabel("Kind", { exact: true }).selectOption("tool");
    await page.waitForURL(/kind=tool/);
    await page.waitForFunction(() => [...document.querySelectorAll("#results tbody .kind")].every((kind) => kind.textContent.includes("Tool")));
    assert.ok((await rows(page).count()) >= 1);
    assert.equal(await page.getByLabel(/^Words in/).inputValue(), "craving");
    // What was asked for is in the address.
    await page.reload();
    assert.equal(await page.getByLabel(/^Words in/).inputValue(), "craving");
    await page.getByLabel("Kind", { exact: true }).selectOption("");
    await page.getByLabel("State", { exact: true }).selectOption("scheduled");
    await page.getByLabel(/^Words in/).fill("");
    await page.waitForFunction(() => document.querySelectorAll("#results tbody tr").length === 1);
    await rows(page).getByRole("link", { name: "For another day" }).click();
    await page.waitForURL("**/articles/later/");
    assert.match(await page.locator("main .head").innerText(), /not published yet/);
    assert.deepEqual(faults, []);
  });

  test("follows a save, and keeps what is asked for", async () => {
    const { page, faults } = await visit(server, DESK);
    await page.getByLabel(/^Words in/).fill("of the day");
    await page.waitForURL(/q=of/);
    await page.waitForFunction(() => document.querySelectorAll("#results tbody tr").length < 10);
    await rows(page).filter({ hasText: "A draft of the day" }).waitFor();
    const more = "content/tools/another-draft.md";
    site.write(more, entry("Another draft of the day", "draft: true"));
    await page.locator(".todo .draft", { hasText: "Another draft of the day" }).waitFor();
    await rows(page).filter({ hasText: "Another draft of the day" }).waitFor();
    assert.equal(await page.getByLabel(/^Words in/).inputValue(), "of the day");
    assert.ok((await rows(page).count()) < 10);
    // A mistake shows where its entry stands.
    site.write(more, site.read(more).replace("Words.", "See [this](/articles/not-there/)."));
    await page.locator(".todo .errors", { hasText: "Another draft of the day" }).waitFor();
    await rows(page).filter({ hasText: "1 error" }).waitFor();
    site.remove(more);
    await rows(page).filter({ hasText: "Another draft of the day" }).waitFor({ state: "detached" });
    await panel(page).waitFor({ state: "hidden" });
    assert.equal(await page.getByLabel(/^Words in/).inputValue(), "of the day");
    await same(page);
    assert.deepEqual(faults, []);
  });

  test("shows what is asked for last, also where a save comes in between", async () => {
    const { page } = await visit(server, DESK);
    const more = "content/tools/another-draft.md";
    let pass;
    const passed = new Promise((done) => (pass = done));
    const asked = new Promise((held) =>
      page.route((url) => url.pathname === DESK && !url.search, async (route) => {
        const response = await route.fetch();
        held();
        await passed;
        await route.fulfill({ response });
      }),
    );
    site.write(more, entry("Another draft of the day", "draft: true"));
    await asked;
    await page.getByLabel(/^Words in/).fill("of the day");
    await page.waitForURL(/q=of/);
    await page.waitForFunction(() => document.querySelectorAll("#results tbody tr").length < 10);
    pass();
    await page.locator(".todo .draft", { hasText: "Another draft of the day" }).waitFor();
    assert.ok((await rows(page).count()) < 10);
    assert.equal(await page.getByLabel(/^Words in/).inputValue(), "of the day");
    site.remove(more);
    await same(page);
  });
});
