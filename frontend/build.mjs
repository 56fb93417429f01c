/* Bundles script and styles and makes one SVG sprite of the icons in use,
   all into the git-ignored static folder of the app `ui`. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/dangjian/ui/static/ui/build");
const icons = join(here, "node_modules/@tabler/icons/icons");

/** One icon of Tabler as a <symbol>, to be shown by <svg><use href="…/icons.svg#name"/></svg>. */
async function symbol(style, name) {
  const file = await readFile(join(icons, style, `${name}.svg`), "utf8").catch(() => {
    throw new Error(`frontend/icons.json names an icon that Tabler does not have: ${style}/${name}`);
  });
  const body = file.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  const paint =
    style === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  const id = style === "filled" ? `${name}-filled` : name;
  return `<symbol id="${id}" viewBox="0 0 24 24" ${paint}>${body.replace(/\s*\n\s*/g, "")}</symbol>`;
}

async function sprite() {
  const wanted = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(
    Object.entries(wanted).flatMap(([style, names]) => [...new Set(names)].sort().map((name) => symbol(style, name))),
  );
  await writeFile(
    join(target, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
  );
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await Promise.all([
  build({
    absWorkingDir: here,
    entryPoints: ["src/app.js", "src/app.css"],
    outdir: target,
    bundle: true,
    minify: true,
    target: ["chrome87", "firefox88", "safari14"],
    loader: { ".woff": "file", ".woff2": "file", ".svg": "file", ".png": "file" },
    legalComments: "linked",
    logLevel: "warning",
  }),
  sprite(),
]);
