// One browser for a test file.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const usual = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts Chromium: that of $CHROMIUM, an installed one, or the one that Playwright has installed. */
export async function launch() {
  const executablePath = usual.find((path) => path && existsSync(path));
  // As root, in containers, the sandbox cannot be had; nothing but the site under test is opened.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

/**
 * Opens a page that notes what a reader should never meet: requests to other hosts, requests that
 * fail, script errors and messages on the console.
 */
export async function open(browser, origin, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:") && !url.startsWith("about:")) faults.push(`request to ${url}`);
  });
  page.on("response", (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    // What is still loading when the reader goes on to another page is broken off.
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} (${why})`);
  });
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    const isMissingPage = /status of 404/.test(message.text()) && message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !isMissingPage) faults.push(`console: ${message.text()}`);
  });
  return { context, page, faults };
}
