// What scenarios can import: completion and the words that show when the mouse rests on a name. The data
// comes from the libraries' own sources (libraries.build.js) and is loaded when it is first asked for.

let loading;

/** `{modules: {name: {doc, names: {name: thing}}}, things: {thing: {sign, doc, members}}}` */
function libraries() {
  loading ??= (async () => {
    const { content } = document.querySelector("meta[name=lockstep-libraries]");
    return (await fetch(new URL(content, document.baseURI))).json();
  })().catch(() => {
    // The next one who asks tries again.
    loading = undefined;
    return { modules: {}, things: {} };
  });
  return loading;
}

/** Which names a text imports: name → "module" or "module:name". */
function imported(text) {
  const names = new Map();
  for (const [, module, list] of text.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)/gm)) {
    for (const part of list.replace(/[()]/g, "").split(",")) {
      const [name, alias] = part.trim().split(/\s+as\s+/);
      if (name) names.set(alias ?? name, `${module}:${name}`);
    }
  }
  for (const [, list] of text.matchAll(/^[ \t]*import[ \t]+([^\n#]*)/gm)) {
    for (const part of list.split(",")) {
      const [module, alias] = part.trim().split(/\s+as\s+/);
      if (module) names.set(alias ?? module, module);
    }
  }
  return names;
}

/** What a dotted path stands for, as `{module}` or `{thing}`. */
function find(data, path, names) {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const known = names.get(parts.slice(0, length).join("."));
    if (known) return walk(data, known, parts.slice(length));
  }
  return undefined;
}

function walk(data, known, rest) {
  const [module, name] = known.split(":");
  let at = name ? inModule(data, module, name) : data.modules[module] && { module };
  for (const part of rest) {
    if (at?.module) at = inModule(data, at.module, part);
    else if (at?.thing?.members?.[part]) at = { thing: at.thing.members[part] };
    else return undefined;
  }
  return at;
}

function inModule(data, module, name) {
  if (data.modules[`${module}.${name}`]) return { module: `${module}.${name}` };
  const thing = data.things[data.modules[module]?.names[name]];
  return thing && { thing };
}

const option = (label, thing) => ({ label, type: thing.type, detail: thing.sign, info: thing.doc || undefined });

/** Everything behind a dot of the module or class at hand; else, as types are not known, of every class. */
function members(data, at) {
  if (at?.module) return namesOf(data, at.module);
  const classes = at?.thing ? [at.thing] : Object.values(data.things);
  const found = new Map();
  for (const thing of classes) {
    for (const [name, member] of Object.entries(thing.members ?? {})) {
      if (!found.has(name) || (!found.get(name).info && member.doc)) found.set(name, option(name, member));
    }
  }
  return [...found.values()];
}

function namesOf(data, module) {
  const options = Object.entries(data.modules[module]?.names ?? {}).map(([name, thing]) => option(name, data.things[thing]));
  const below = Object.keys(data.modules).filter((name) => name.startsWith(`${module}.`));
  const next = new Set(below.map((name) => name.slice(module.length + 1).split(".")[0]));
  return options.concat([...next].map((label) => ({ label, type: "namespace" })));
}

/** What a place in the text can be completed to, if that is for the libraries to say. */
export async function completeLibraries(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const result = (word, options) => ({ from: context.pos - word.length, options, validFor: /^\w*$/ });
  let match;
  if ((match = /^\s*from\s+([\w.]+)\s+import\s+\(?(?:\w+(?:\s+as\s+\w+)?\s*,\s*)*(\w*)$/.exec(before))) {
    return result(match[2], namesOf(await libraries(), match[1]));
  }
  if ((match = /^\s*(?:from|import)\s+([\w.]*)$/.exec(before))) {
    const { modules } = await libraries();
    const options = Object.entries(modules).map(([label, { doc }]) => ({ label, type: "namespace", info: doc || undefined }));
    return { from: context.pos - match[1].length, options, validFor: /^[\w.]*$/ };
  }
  if ((match = /([\w.]+|\))\.(\w*)$/.exec(before))) {
    const data = await libraries();
    return result(match[2], members(data, find(data, match[1], imported(context.state.doc.toString()))));
  }
  return null;
}

/** The name around a position, with what stands before it: `transaction.atomic`. */
function nameAt(state, position) {
  const line = state.doc.lineAt(position);
  const at = position - line.from;
  for (const match of line.text.matchAll(/[A-Za-z_][\w.]*/g)) {
    const end = match.index + match[0].length;
    if (match.index > at || end < at) continue;
    const rest = /^\w*/.exec(line.text.slice(at))[0].length;
    return { path: line.text.slice(match.index, at + rest), from: line.from + match.index, to: line.from + at + rest };
  }
  return undefined;
}

/** A tooltip on the name at a place. */
export async function describe(state, position) {
  const name = nameAt(state, position);
  if (!name) return null;
  const data = await libraries();
  const names = imported(state.doc.toString());
  const importing = /^\s*from\s+([\w.]+)\s+import\b/.exec(state.doc.lineAt(position).text);
  let at = find(data, name.path, names) ?? (data.modules[name.path] && { module: name.path });
  if (!at && importing) at = inModule(data, importing[1], name.path);
  if (!at && name.path.includes(".")) {
    // The type of what stands before the dot is not known: the name behind it may be enough.
    const last = name.path.slice(name.path.lastIndexOf(".") + 1);
    const all = Object.values(data.things).map((thing) => thing.members?.[last]);
    const thing = all.find((member) => member?.doc);
    at = thing && { thing };
  }
  if (!at) return null;
  const { sign, doc } = at.thing ?? { sign: at.module, doc: data.modules[at.module].doc };
  if (!sign && !doc) return null;
  return {
    pos: name.from,
    end: name.to,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "documentation";
      dom.appendChild(document.createElement("code")).textContent = (at.thing ? name.path.split(".").at(-1) : "") + sign;
      if (doc) dom.appendChild(document.createElement("p")).textContent = doc;
      return { dom };
    },
  };
}
