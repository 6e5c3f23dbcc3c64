// Reads {name: specification} and says of each what Vega-Lite thinks of it and what it draws:
// {name: {warnings: [...], marks: number of shapes and texts}}.
import { readFileSync } from "node:fs";
import * as vega from "vega";
import * as vegaLite from "vega-lite";

const found = {};
for (const [name, spec] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const warnings = [];
  const logger = {
    level: () => logger,
    error: (...said) => (warnings.push(said.join(" ")), logger),
    warn: (...said) => (warnings.push(said.join(" ")), logger),
    info: () => logger,
    debug: () => logger,
  };
  const compiled = vegaLite.compile(spec, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  found[name] = { warnings, marks: (svg.match(/<(path|text|rect|line)\b/g) ?? []).length };
}
console.log(JSON.stringify(found));
