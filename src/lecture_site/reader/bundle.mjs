// Bundles the editor: called by editor.py, answers with its code and the packages it was put together from.
import { build } from "esbuild";

const { outputFiles, metafile } = await build({
  entryPoints: [process.argv[2]],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
});
const [{ inputs }] = Object.values(metafile.outputs);
process.stdout.write(JSON.stringify({ code: outputFiles[0].text, inputs: Object.keys(inputs) }));
