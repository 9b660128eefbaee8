// What a reader has answered, kept in this browser alone.

const KEY = `questions ${new URL("../..", import.meta.url).pathname}`;
const KINDS = { digest: "string", done: "boolean", tries: "number", answer: "string" };

export function all() {
  try {
    return valid(JSON.parse(localStorage.getItem(KEY) ?? "{}")) ?? {};
  } catch (fault) {
    console.info(fault);
    return {};
  }
}

// Keeps only what has the form of a record; undefined if the whole has another form.
export function valid(records) {
  if (records === null || typeof records !== "object" || Array.isArray(records)) return undefined;
  return Object.fromEntries(
    Object.entries(records).filter(
      ([, record]) => record && Object.entries(KINDS).every(([name, kind]) => typeof record[name] === kind),
    ),
  );
}

// Returns whether the browser has kept it.
export function keep(records) {
  try {
    localStorage.setItem(KEY, JSON.stringify(records));
    return true;
  } catch (fault) {
    console.info(fault);
    return false;
  }
}

export function forget() {
  localStorage.removeItem(KEY);
}
