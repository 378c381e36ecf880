// What the tests stand on, from the folder into which `npm ci` has put it, and the pages that they look at.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

export const folder = process.env.QD_WEB;
const require = createRequire(join(folder, "package.json"));

const { chromium } = require("playwright-core");

export const openBrowser = () => chromium.launch({ executablePath: "/usr/bin/chromium" }); // Debian's
export const { HtmlValidate } = require("html-validate");
export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const pages = JSON.parse(readFileSync(join(folder, "site", "pages.json"), "utf8"));
export const textOf = (page) => readFileSync(join(folder, "site", page.file), "utf8");

// The pages at their addresses, on loopback: they hold links that begin with a slash.
export async function serve() {
  const files = new Map(pages.map((page) => [page.address ?? `/${page.name}`, page.file]));
  const server = createServer((request, response) => {
    const file = request.url === "/style.css" ? "style.css" : files.get(request.url);

    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": file === "style.css" ? "text/css" : "text/html; charset=utf-8" });
    response.end(readFileSync(join(folder, "site", file)));
  });

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}

export const addressOf = (server, page) => server.address + (page.address ?? `/${page.name}`);
