// <lockstep-playground>: a race in a page of documentation, every interleaving explored beside its code.
//
//   <pre><code>…a scenario…</code></pre>
//   <lockstep-playground strategy="atomic"></lockstep-playground>
//   <script src="https://…/embed.js"></script>
//
// docs/embedding/element.md says what the element understands. Readers without JavaScript, feeds and printers keep
// the <pre>. Nothing but the element's name is global; its style stays in its shadow.

const SCRIPT = document.currentScript?.src;
const NAME = "lockstep-playground";
/** Attributes that say how it looks; all others that are not global ones of HTML are settings. */
const LOOKS = ["scenario", "src", "view", "at", "w", "readonly", "theme", "height", "base", "language", "expect", "expect-safe"];
const HTML = ["id", "class", "style", "title", "lang", "dir", "hidden", "slot", "role", "tabindex"];
/** What is reserved for a view before its content is known, in pixels. */
const HEIGHTS = { outcomes: 360, timeline: 620, code: 420, all: 640 };
/** How near it must come before anything is loaded. */
const NEAR = "600px";

const STYLE = `
:host { display: block; margin: 1em 0; }
:host([hidden]) { display: none; }
iframe, .waiting { display: block; width: 100%; border: 1px solid #8886; border-radius: 8px; box-sizing: border-box; background: transparent; }
.waiting { padding: 1em; font: 14px/1.5 system-ui, sans-serif; }
img { display: none; max-width: 100%; }
@media print { iframe, .waiting { display: none; } img[src] { display: block; } }`;

/** A sheet that no policy of the page forbids, as it would a <style>. */
function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** Marks a code block that the frame shows. */
const HIDDEN = "data-lockstep-shown-below";
const HIDING = sheet(`@media screen { [${HIDDEN}] { display: none !important; } }`);

/** The text of a code block. */
function textOf(pre) {
  // Some systems put buttons into the <pre>; the code is in <code> then. Docusaurus ends lines by <br>.
  const code = (pre.querySelector("code") ?? pre).cloneNode(true);
  for (const end of code.querySelectorAll("br")) end.replaceWith("\n");
  return code.textContent.replace(/^\n/, "");
}

class LockstepPlayground extends HTMLElement {
  #frame;
  #picture;
  #block;
  #watching;
  #observer;
  #listening;
  #origin;
  #waiting;

  connectedCallback() {
    // What stands before it may not have been read yet.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.isConnected && this.#begin(), { once: true });
    } else {
      this.#begin();
    }
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
    this.#listening?.abort();
    this.#frame?.remove();
    this.#frame = undefined;
    this.#show();
  }

  static observedAttributes = [...LOOKS, "strategy", "journal", "begin", "busy-timeout", "concurrency", "copies", "django", "databases", "database", "isolation"];

  attributeChangedCallback() {
    if (this.#frame) this.#load();
  }

  #begin() {
    if (this.#frame || this.#observer) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet(STYLE)];
    this.#waiting = document.createElement("div");
    this.#waiting.className = "waiting";
    this.#waiting.setAttribute("role", "status");
    this.#waiting.textContent = "Lockstep: every interleaving of this code, when you scroll here.";
    this.#waiting.style.minHeight = `${this.#height()}px`;
    this.#picture = document.createElement("img");
    this.#picture.alt = "";
    root.replaceChildren(this.#waiting, this.#picture);
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer.disconnect();
        this.#observer = undefined;
        this.#load();
      },
      { rootMargin: NEAR },
    );
    this.#observer.observe(this);
  }

  get #view() {
    const view = this.getAttribute("view") ?? "all";
    return view in HEIGHTS ? view : "all";
  }

  #height() {
    const height = Number.parseInt(this.getAttribute("height") ?? "", 10);
    return height > 0 ? height : HEIGHTS[this.#view];
  }

  /** The code block before it, however the documentation system wraps the two. */
  #code() {
    for (let place = this; place && place !== document.body; place = place.parentElement) {
      const before = place.previousElementSibling;
      if (!before) continue;
      const blocks = before.matches("pre") ? [before] : [...before.querySelectorAll("pre")];
      // The last one: a table with line numbers has those first.
      return blocks.length ? { block: before, pre: blocks.at(-1) } : undefined;
    }
    return undefined;
  }

  #load() {
    this.#listening?.abort();
    this.#frame?.remove();
    const base = this.getAttribute("base") ?? (SCRIPT && new URL(".", SCRIPT).href);
    if (!base) return this.#fail("Where is Lockstep? Say base=\"https://…/\".");
    const url = new URL(base, document.baseURI);
    this.#origin = url.origin;
    const query = new URLSearchParams({ parent: location.origin, view: this.#view });
    const theme = this.getAttribute("theme");
    if (theme) query.set("theme", theme);
    if (this.hasAttribute("readonly")) query.set("readonly", "");
    url.search = `?embed&${query}`;
    this.#listening = new AbortController();
    addEventListener("message", (event) => this.#hear(event), { signal: this.#listening.signal });
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") ?? "Lockstep: every interleaving of this code";
    frame.allow = "clipboard-write";
    frame.style.height = `${this.#height()}px`;
    frame.src = url.href;
    this.#frame = frame;
    this.#waiting.before(frame);
    this.#waiting.style.display = "none";
  }

  #hear(event) {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.#origin) return;
    const said = event.data;
    if (said?.lockstep !== 1) return;
    switch (said.type) {
      case "ready":
        this.#open();
        break;
      case "height":
        // What was reserved is the floor, so that the page does not jump; nothing makes it endless.
        if (said.height > 0) this.#frame.style.height = `${Math.min(Math.max(said.height, this.#height()), 20_000)}px`;
        return;
      case "static":
        this.#picture.alt = String(said.text);
        this.#picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(said.svg)}`;
        return;
      case "result":
      case "step":
      case "error":
        break;
      default:
        return;
    }
    const { lockstep, type, ...detail } = said;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  /** Tells the frame what to show. */
  async #open() {
    const frame = this.#frame;
    const message = { lockstep: 1, type: "open", settings: this.#settings() };
    const slug = this.getAttribute("scenario");
    const src = this.getAttribute("src");
    const language = this.getAttribute("language");
    if (language) message.language = language;
    for (const name of ["w", "at"]) if (this.hasAttribute(name)) message[name] = this.getAttribute(name);
    if (slug) {
      message.scenario = slug;
    } else if (src) {
      const url = new URL(src, document.baseURI);
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(`${answer.status}`);
        message.source = await answer.text();
      } catch (error) {
        return this.#fail(`${url.href} could not be loaded (${error.message}). Its host must allow it (CORS).`);
      }
      if (!language && url.pathname.endsWith(".spec")) message.language = "spec";
    } else {
      const found = this.#code();
      if (!found) return this.#fail("There is no code block before this element, and neither scenario= nor src=.");
      message.source = textOf(found.pre);
      // Where the frame shows the code, twice would be once too often.
      if (this.#view === "code" || this.#view === "all") this.#hide(found.block);
    }
    if (frame === this.#frame) frame.contentWindow.postMessage(message, this.#origin);
  }

  #settings() {
    const own = [...this.attributes].filter(({ name }) => !LOOKS.includes(name) && !HTML.includes(name) && !/^(data-|aria-|on)/.test(name));
    return own.flatMap(({ name, value }) => (name === "copies" ? value.split(/\s+/) : [value]).map((one) => [name, one]));
  }

  #fail(message) {
    this.#frame?.remove();
    this.#frame = undefined;
    this.#waiting.style.display = "";
    this.#waiting.textContent = `Lockstep: ${message}`;
    this.dispatchEvent(new CustomEvent("error", { detail: { message }, bubbles: true }));
  }

  /** Takes the code off the screen; it stays for printers. */
  #hide(block) {
    this.#show();
    this.#block = block;
    block.setAttribute(HIDDEN, "");
    if (!document.adoptedStyleSheets.includes(HIDING)) document.adoptedStyleSheets.push(HIDING);
    // Where a framework wakes up the page, as in Docusaurus, it may put another block in the place of this one.
    this.#watching = new MutationObserver(() => {
      if (block.isConnected && block.hasAttribute(HIDDEN)) return;
      const found = this.#code();
      if (found) this.#hide(found.block);
    });
    this.#watching.observe(block.parentNode, { childList: true, subtree: true, attributeFilter: [HIDDEN] });
  }

  #show() {
    this.#watching?.disconnect();
    this.#block?.removeAttribute(HIDDEN);
  }
}

// Two scripts on one page are one.
if (!customElements.get(NAME)) customElements.define(NAME, LockstepPlayground);
