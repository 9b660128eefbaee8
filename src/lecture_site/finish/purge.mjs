// Reads {css, words} as JSON from standard input and writes the rules that these words can match. What the
// theme's script adds to a page while it is read, and the states it sets, are named here.
import { readFileSync } from 'node:fs';
import { PurgeCSS } from 'purgecss';

const { css, words } = JSON.parse(readFileSync(0, 'utf8'));
const [purged] = await new PurgeCSS().purge({
  content: [{ raw: words.join(' '), extension: 'html' }],
  css: [{ raw: css }],
  variables: true,
  keyframes: true,
  safelist: {
    standard: ['js', 'focus-visible', /^md-(clipboard|code|dialog|nav|search|tooltip|top)/],
    variables: [/^--md-(code|search|tooltip)/],
  },
  dynamicAttributes: ['aria-pressed', 'data-playing', 'data-md-color-scheme', 'data-md-scrolllock', 'data-md-state', 'data-md-type', 'hidden', 'open', 'title'],
});
process.stdout.write(purged.css);
