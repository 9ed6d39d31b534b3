// What is settled before anything else of the page loads.

// A scenario from elsewhere is shown before it is run, on a page of its own: this one asks no other host.
if (new URLSearchParams(location.search).has("src")) location.replace(`open.html${location.search}`);

// In a frame with `sandbox` and without `allow-same-origin` nothing else of the page loads, and no worker can
// start: that is said, with the way out. (A plain script: modules do not load there.)
if (self.origin === "null" && location.protocol !== "file:") {
  addEventListener("DOMContentLoaded", () => {
    const address = new URL(location.href);
    address.search = "";
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = "This frame is sandboxed, so that the engine cannot start in it. ";
    const link = document.createElement("a");
    link.href = address.href;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open in Lockstep";
    const hint = document.createElement("p");
    hint.className = "quiet";
    hint.textContent = "Whoever wrote this page can add allow-same-origin to the frame's sandbox attribute.";
    text.append(link);
    const box = document.createElement("main");
    box.className = "bad-link";
    box.append(text, hint);
    document.body.replaceChildren(box);
  });
}
