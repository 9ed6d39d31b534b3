// Highlighting of isolationtester's `.spec` files: sessions and steps, with SQL in braces.
import { StreamLanguage } from "@codemirror/language";

const OUTSIDE = new Set(["setup", "teardown", "session", "step", "permutation", "notices"]);

const SQL = new Set(
  `abort add all alter and any as asc begin between by case check collate column commit conflict constraint create
  cross current_date current_time current_timestamp default deferred delete desc distinct do drop else end escape
  except exclusive exists explain from for foreign full group having if immediate in index inner insert intersect into is isolation
  join key left level like limit lock natural not nothing of offset on only or order outer over partition pragma primary read
  references release rename replace returning right rollback row rows savepoint select serializable set share skip
  start table temp then to transaction trigger union unique update using vacuum values view when where with
  work write`.split(/\s+/),
);
const TYPES = new Set("int integer bigint smallint text varchar char real float numeric boolean date blob serial".split(" "));
const VALUES = new Set(["null", "true", "false"]);

/** Reads a quoted text to its end, on this line or a later one. */
function quoted(stream, state) {
  let c;
  while ((c = stream.next())) {
    if (c === state.quote) {
      if (stream.eat(c)) continue;
      state.quote = null;
      break;
    }
  }
  return "string";
}

function token(stream, state) {
  if (state.quote) return quoted(stream, state);
  if (stream.eatSpace()) return null;
  if (state.comment) {
    if (stream.skipTo("*/")) {
      stream.match("*/");
      state.comment = false;
    } else stream.skipToEnd();
    return "comment";
  }
  if (state.inSql ? stream.match("--") : stream.match("#")) {
    stream.skipToEnd();
    return "comment";
  }
  if (state.inSql && stream.match("/*")) {
    state.comment = true;
    return "comment";
  }
  const c = stream.next();
  if (c === "{" || c === "}") {
    state.inSql = c === "{";
    return "brace";
  }
  if (c === "'" || c === '"') {
    state.quote = c;
    // Outside of SQL a text in double quotes is a name.
    const style = quoted(stream, state);
    return c === '"' ? "variableName" : style;
  }
  if (/\d/.test(c)) {
    stream.match(/^[\d.]+(e[+-]?\d+)?/i);
    return "number";
  }
  if (/[\w$]/.test(c)) {
    stream.match(/^[\w$]+/);
    const word = stream.current().toLowerCase();
    if (!state.inSql) {
      const before = state.named;
      state.named = OUTSIDE.has(word) && word !== "permutation";
      if (OUTSIDE.has(word)) return "keyword";
      return before ? "variableName.definition" : "variableName";
    }
    if (SQL.has(word)) return "keyword";
    if (TYPES.has(word)) return "typeName";
    return VALUES.has(word) ? "atom" : "variableName";
  }
  return null;
}

/** The language. */
export const spec = StreamLanguage.define({
  name: "spec",
  startState: () => ({ inSql: false, quote: null, comment: false, named: false }),
  token,
  languageData: { commentTokens: { line: "#" } },
});
