// What completion and hovering know of the libraries that scenarios can import, read from the libraries' own
// sources: names, signatures and docstrings. `cargo xtask build` runs it:
//
//   node web/editor/libraries.build.js FOLDER…
//
// and gets the JSON that libraries.js describes. The sources are the project's own, so their form is known:
// what is indented by nothing is the module's, by four spaces its class's.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const modules = {};
const things = {};
/** module → name → the module and the name that it was imported from. */
const imports = {};

function docstring(lines, at) {
  const first = lines[at]?.trim() ?? "";
  if (!first.startsWith('"""')) return "";
  const text = [];
  for (let n = at; n < lines.length; n += 1) {
    const line = n === at ? first.slice(3) : lines[n].trim();
    const end = line.indexOf('"""');
    text.push(end < 0 ? line : line.slice(0, end));
    if (end >= 0) break;
  }
  // A paragraph is one line; code in it keeps its marks.
  return text.join("\n").trim().replace(/([^\n])\n(?=[^\n])/g, "$1 ").replace(/\n\n+/g, "\n\n");
}

/** The statement that begins on a line, and the number of the line after it. */
function statement(lines, at) {
  let text = lines[at];
  let next = at + 1;
  const open = () => (text.match(/[([{]/g)?.length ?? 0) > (text.match(/[)\]}]/g)?.length ?? 0);
  while (open() && next < lines.length) text += ` ${lines[next++].trim()}`;
  return [text, next];
}

const isPublic = (name) => !name.startsWith("_");

function read(module, text) {
  const lines = text.split("\n");
  const names = {};
  modules[module] = { doc: docstring(lines, 0), names };
  imports[module] = new Map();
  let inClass;
  for (let at = 0; at < lines.length; ) {
    const [text, next] = statement(lines, at);
    at = next;
    let match;
    if ((match = /^from ([\w.]+) import (.*?)\s*(#.*)?$/.exec(text))) {
      for (const part of match[2].replace(/[()]/g, "").split(",")) {
        const [name, alias] = part.trim().split(" as ");
        if (name) imports[module].set(alias ?? name, [match[1], name]);
      }
    } else if ((match = /^(?:async )?def (\w+)(\(.*\))(?: -> .*)?:/.exec(text))) {
      inClass = undefined;
      const thing = `${module}.${match[1]}`;
      things[thing] = { type: "function", sign: match[2], doc: docstring(lines, next) };
      names[match[1]] = thing;
    } else if ((match = /^class (\w+)(?:\((.*)\))?:/.exec(text))) {
      inClass = { type: "class", sign: "", doc: docstring(lines, next), members: {}, bases: match[2]?.split(/\s*,\s*/) ?? [] };
      const thing = `${module}.${match[1]}`;
      things[thing] = inClass;
      names[match[1]] = thing;
    } else if (inClass && (match = /^ {4}(?:async )?def (\w+)(\(.*\))(?: -> .*)?:/.exec(text))) {
      const sign = match[2].replace(/^\((self|cls)(, )?/, "(");
      if (match[1] === "__init__") inClass.sign = sign;
      if (isPublic(match[1])) inClass.members[match[1]] = { type: "method", sign, doc: docstring(lines, next) };
    } else if (/^\S/.test(text) && !/^[@#)]/.test(text)) {
      inClass = undefined;
      if ((match = /^([A-Za-z]\w*) = /.exec(text))) {
        const thing = `${module}.${match[1]}`;
        things[thing] = { type: "variable", sign: "", doc: "" };
        names[match[1]] = thing;
      }
    }
  }
}

/** The thing that a module's name stands for, through imports of imports. */
function resolve(module, name, seen = new Set()) {
  const key = `${module}.${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  if (modules[module]?.names[name]) return modules[module].names[name];
  const [from, original] = imports[module]?.get(name) ?? [];
  return from && resolve(from, original, seen);
}

/** A class's members, its bases' too. */
function membersOf(module, thing, seen = new Set()) {
  if (seen.has(thing)) return {};
  seen.add(thing);
  const all = {};
  for (const base of thing.bases ?? []) {
    const name = resolve(module, base.split(".").at(-1));
    if (name) Object.assign(all, membersOf(name.slice(0, name.lastIndexOf(".")), things[name], seen));
  }
  for (const [name, member] of Object.entries(thing.members ?? {})) {
    // What overrides often says no more than what it overrides.
    all[name] = { ...member, doc: member.doc || all[name]?.doc || "" };
  }
  return all;
}

for (const folder of process.argv.slice(2)) {
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".py")).sort()) {
    const parts = file.slice(0, -3).split(path.sep);
    if (parts.at(-1) === "__init__") parts.pop();
    read(parts.join("."), readFileSync(path.join(folder, file), "utf8"));
  }
}
for (const [module, found] of Object.entries(imports)) {
  for (const name of found.keys()) {
    const thing = resolve(module, name);
    if (thing) modules[module].names[name] ??= thing;
  }
}
const inherited = Object.entries(things).map(([name, thing]) => [name, membersOf(name.slice(0, name.lastIndexOf(".")), thing)]);
for (const [name, members] of inherited) if (things[name].members) things[name].members = members;

// What nobody imports by name stays out.
const used = new Set();
for (const [name, module] of Object.entries(modules)) {
  if (name.split(".").some((part) => !isPublic(part))) {
    delete modules[name];
    continue;
  }
  module.names = Object.fromEntries(Object.entries(module.names).filter(([name]) => isPublic(name)));
  for (const thing of Object.values(module.names)) used.add(thing);
}
for (const name of Object.keys(things)) {
  if (!used.has(name)) delete things[name];
  else delete things[name].bases;
}
process.stdout.write(JSON.stringify({ modules, things }));
