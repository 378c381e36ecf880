// Each kind of page as its readers have it: narrow and wide, enlarged, in forced colours, on paper, without
// JavaScript, by keyboard alone, and as assistive technology meets it.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";

import { HtmlValidate, addressOf, axeSource, openBrowser, pages, serve, textOf } from "./tools.mjs";

const WIDTHS = [320, 375, 1280];
const ENLARGED = { width: 320, height: 256 }; // 1280 by 1024 at 400 %
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const A4_WIDTH = 688; // what the margins of 14 mm leave, at 96 to the inch

let server, browser;

before(async () => {
  server = await serve();
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.end();
});

// Opens the page in a tab of its own, at first 1280 px wide.
async function open(page, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const tab = await context.newPage();
  const response = await tab.goto(addressOf(server, page));

  assert.equal(response.status(), 200);
  return tab;
}

// --- looked at within the page

function findOverflow() {
  const root = document.scrollingElement;
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !element.closest(".scroll, .table, pre"),
  );

  return {
    by: root.scrollWidth - root.clientWidth,
    of: wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80)),
  };
}

function openDetails() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

function lookAtFocus() {
  const element = document.activeElement;

  if (element === null || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();

  return {
    html: element.outerHTML.slice(0, 80),
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.height > 0,
  };
}

function countFocusable() {
  return [...document.querySelectorAll("a[href], summary, input, button, select, [tabindex='0']")].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }),
  ).length;
}

// Marks of drawings and of cells that cannot be told from the ground; a halo is meant to be of its colour.
function findUnseen() {
  const ground = getComputedStyle(document.body).backgroundColor;
  const marks = [...document.querySelectorAll("svg rect, svg circle, svg path, svg line, svg polyline, svg polygon, svg text")];
  const isGround = (colour) => colour === "none" || colour === ground || colour === "rgba(0, 0, 0, 0)";
  const lost = marks.filter((mark) => {
    const style = getComputedStyle(mark);

    return style.display !== "none" && isGround(style.fill) && isGround(style.stroke) && !mark.closest(".halo, defs, clipPath");
  });
  const found = [...document.querySelectorAll(".bad")].filter((cell) => getComputedStyle(cell).outlineStyle === "none");

  return [...lost, ...found].map((element) => element.outerHTML.slice(0, 80));
}

async function inMedia(tab, media, look) {
  await tab.emulateMedia(media);
  try {
    await look();
  } finally {
    await tab.emulateMedia({ media: null, forcedColors: null, colorScheme: null });
  }
}

async function fits(tab, size) {
  await tab.setViewportSize(size);
  const { by, of } = await tab.evaluate(findOverflow);

  assert.ok(by <= 0, `at ${size.width} px it is ${by} px too wide: ${of}`);
}

// --- the tests, for each page

async function look(page, t) {
  await t.test("html-validate finds nothing", async () => {
    const validator = new HtmlValidate({
      root: true,
      extends: ["html-validate:recommended"],
      rules: { "long-title": "off" }, // is for search engines; ours names indicator, borough and period
    });
    const report = await validator.validateString(textOf(page));

    assert.deepEqual(
      report.results.flatMap((result) => result.messages).map((m) => `${m.line}: ${m.ruleId}: ${m.message}`),
      [],
    );
  });

  await t.test("axe finds nothing, with all details open", async () => {
    const tab = await open(page, { bypassCSP: true });

    await tab.evaluate(openDetails);
    await tab.evaluate(axeSource);
    for (const width of WIDTHS) {
      await tab.setViewportSize({ width, height: 800 });
      const { violations } = await tab.evaluate((tags) => axe.run({ resultTypes: ["violations"], runOnly: tags }), AXE_TAGS);

      assert.deepEqual(
        violations.map((found) => `${width}: ${found.id}: ${found.nodes[0].html.slice(0, 100)}`),
        [],
      );
    }
    await tab.context().close();
  });

  // From here on without JavaScript, as every reader may have it.
  const tab = await open(page, { javaScriptEnabled: false });

  await t.test("the first stop is the link to what the page is about", async () => {
    await tab.keyboard.press("Tab");
    const target = await tab.evaluate(() => document.activeElement.getAttribute("href"));

    assert.ok(await tab.evaluate((id) => document.querySelector(`main${id}`) !== null, target), target);
  });

  await t.test("the keyboard alone reaches everything, and focus is seen", async () => {
    const all = await tab.evaluate(countFocusable);
    let reached = 1; // the link above

    for (;;) {
      await tab.keyboard.press("Tab");
      const focus = await tab.evaluate(lookAtFocus);

      if (focus === null || reached > all) break;
      reached++;
      assert.ok(focus.isOutlined, `no outline: ${focus.html}`);
      assert.ok(focus.isInView, `out of view: ${focus.html}`);
    }
    assert.equal(reached, all);
  });

  await t.test("it prints as a tagged PDF, and nothing is cut off at the side", async () => {
    const pdf = (await tab.pdf({ preferCSSPageSize: true, tagged: true })).toString("latin1");

    assert.match(pdf, /\/MarkInfo <<\/Type \/MarkInfo\s*\/Marked true/);
    assert.match(pdf, /\/StructTreeRoot/);
    if (page.sides) assert.equal(pdf.match(/\/Type \/Page\b/g).length, page.sides);
    await inMedia(tab, { media: "print" }, () => fits(tab, { width: A4_WIDTH, height: 1000 }));
  });

  await t.test("every mark is seen in forced colours", async () => {
    for (const colorScheme of ["light", "dark"])
      await inMedia(tab, { forcedColors: "active", colorScheme }, async () => assert.deepEqual(await tab.evaluate(findUnseen), []));
  });

  await t.test("no width scrolls sideways, nor the page at 400 %", async () => {
    await tab.evaluate(openDetails);
    for (const size of [...WIDTHS.map((width) => ({ width, height: 800 })), ENLARGED]) await fits(tab, size);
  });
  await tab.context().close();

  await t.test("simulated figures are called so, and others are not", () => {
    assert.equal(/class="([^"]* )?sim(ulated)?"/.test(textOf(page)), page.is_simulated === true);
  });
}

// Two at a time: the machine that builds this has two cores.
test("pages", { concurrency: 2 }, (t) => Promise.all(pages.map((page) => t.test(page.name, (t) => look(page, t)))));
