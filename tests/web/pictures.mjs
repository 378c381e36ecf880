// pictures.mjs FOLDER: each page as its readers have it, whole at each width, and what is seen first of it at 1280; the
// pack on paper.
import { join } from "node:path";

import { addressOf, openBrowser, pages, serve } from "./tools.mjs";

const WIDTHS = [1280, 375, 320];
const FIRST = { width: 1280, height: 1000 };
const ON_PAPER = ["borough"];
const folder = process.argv[2];

const server = await serve();
const browser = await openBrowser();
const tab = await (await browser.newContext({ javaScriptEnabled: false })).newPage();

for (const page of pages) {
  const take = (name, options) => tab.screenshot({ path: join(folder, `${page.name}${name}.png`), ...options });

  await tab.setViewportSize(FIRST);
  await tab.goto(addressOf(server, page));
  await take("");
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: FIRST.height });
    await take(`-${width}`, { fullPage: true });
  }
  if (ON_PAPER.includes(page.name)) await tab.pdf({ path: join(folder, `${page.name}.pdf`), preferCSSPageSize: true });
}
await browser.close();
server.end();
