// A query in single letters of Hangul, as macOS writes names, asks for the composed words of the pages.

const address = new URL(location);
const asked = address.searchParams;
for (const [name, text] of [...asked]) {
  if (text !== text.normalize("NFC")) asked.set(name, text.normalize("NFC"));
}
if (address.search.length < location.search.length) history.replaceState({}, "", address);

addEventListener(
  "input",
  ({ target, isComposing }) => {
    if (isComposing || !target.matches(".md-search__input")) return;
    const composed = target.value.normalize("NFC");
    if (composed !== target.value) target.value = composed;
    // The search listens to keys alone; a pasted or dictated query has none.
    target.dispatchEvent(new Event("keyup"));
  },
  { capture: true },
);
