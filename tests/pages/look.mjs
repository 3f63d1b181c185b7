// SPDX-License-Identifier: Apache-2.0
// look.mjs pictures|check NPM SITE URL OUT: every page of SITE, served at URL, in one headless Chromium.
// pictures: 1440 and 1024 px wide and as printed, into OUT. check: axe-core and html-validate find nothing, and do find
// what is planted.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [mode, npm, site, url, out] = process.argv.slice(2);
const load = createRequire(path.resolve(npm, "package.json"));
const puppeteer = load("puppeteer-core");

const names = fs.readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"],
	protocolTimeout: 300000 });
const page = await browser.newPage();
let faults = 0;

function complain(what) {
	faults++;
	console.log(`not ok: ${what}`);
}

async function open(name, width) {
	await page.setViewport({ width, height: 1000 });
	await page.goto(`${url}/${name}`, { waitUntil: "load" });
}

async function takePictures(name) {
	const file = path.join(out, name.replaceAll("/", "-").replace(".html", ""));
	for (const width of [1440, 1024]) {
		await open(name, width);
		await page.screenshot({ path: `${file}-${width}.png`, fullPage: true });
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		if (wider > 0) complain(`${name} is ${wider} px wider than ${width}`);
	}
	await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true, printBackground: true, timeout: 0 });
}

async function axe(name, html) {
	await open(name, 1440);
	if (html) await page.setContent(html);
	await page.evaluate(fs.readFileSync(load.resolve("axe-core"), "utf8"));
	const found = await page.evaluate(() => globalThis.axe.run(document));
	return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
}

async function check() {
	const { HtmlValidate } = load("html-validate");
	// Void elements and booleans as HTML allows them; addresses without TLS and long titles are ours to choose.
	const validator = new HtmlValidate({
		extends: ["html-validate:recommended"],
		rules: { "no-trailing-whitespace": "off", "long-title": "off", "attribute-boolean-style": "off",
			"attribute-empty-style": "off", "form-dup-name": ["error", { shared: ["checkbox", "submit"] }], "no-inline-style": "error", "require-sri": "off" },
	});
	const validate = async (html) => (await validator.validateString(html)).results
		.flatMap((r) => r.messages).map((m) => `${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);

	for (const name of names) {
		const html = fs.readFileSync(path.join(site, name), "utf8");
		for (const fault of await axe(name)) complain(`${name}: axe ${fault}`);
		for (const fault of await validate(html)) complain(`${name}: html-validate ${fault}`);
	}
	const planted = fs.readFileSync(path.join(site, "completion.html"), "utf8")
		.replace('<html lang="ja">', "<html>").replace("<h1>", '<p id="main"></p><h1>');
	if (!(await axe("completion.html", planted)).some((f) => f.startsWith("html-has-lang"))) complain("axe does not see a page without its language");
	if (!(await validate(planted)).some((f) => f.startsWith("no-dup-id"))) complain("html-validate does not see an id given twice");
	if (faults === 0) console.log(`ok pages: axe-core and html-validate find nothing in ${names.length} pages, and both planted faults`);
}

if (mode === "pictures") {
	fs.rmSync(out, { recursive: true, force: true });
	fs.mkdirSync(out, { recursive: true });
	for (const name of names) await takePictures(name);
	if (faults === 0) console.log(`pages: ${names.length} pages at 1440 and 1024 px and in print, in ${out}`);
} else {
	await check();
}
await browser.close();
process.exit(faults ? 1 : 0);
