// Sees to it that the page is there without a network next time, and says when a newer build is.
// `cargo xtask build` appends it to the script that starts the page.
keepOffline();

async function keepOffline() {
  let workers;
  try {
    workers = navigator.serviceWorker;
  } catch {
    // In a sandboxed frame even asking is an error.
  }
  // Missing where the page is not served securely. A page inside another one is the other's affair.
  if (!workers || window.top !== window) return;
  try {
    const registration = await workers.register("offline.js");
    if (registration) watch(workers, registration);
  } catch (error) {
    // The page works all the same.
    console.info("Lockstep will not be there offline:", error);
  }
}

function watch(workers, registration) {
  const found = () => {
    // Without one in charge this is the first visit: there is nothing to replace.
    if (registration.waiting && workers.controller) offer(workers, registration);
  };
  found();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", found);
  });
}

function offer(workers, registration) {
  if (document.querySelector(".update-notice")) return;
  const notice = document.createElement("aside");
  notice.className = "update-notice";
  notice.setAttribute("aria-label", "New version");
  notice.setAttribute("aria-live", "polite");
  document.body.append(notice);
  const text = document.createElement("span");
  text.textContent = "A new version of Lockstep is here. Your work is kept.";
  const load = document.createElement("button");
  load.className = "main";
  load.textContent = "Load it";
  load.addEventListener("click", () => {
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  });
  const later = document.createElement("button");
  later.textContent = "Later";
  later.addEventListener("click", () => notice.remove());
  // What is announced must come into a region that is there already.
  notice.append(text, load, later);
}
