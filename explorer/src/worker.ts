/** Keeps what was loaded, so that the site works without a network.
 *
 * Its own address carries the digest of the release: with other data it is another worker, with
 * a store of its own.
 */

/// <reference lib="webworker" />

const scope = self as unknown as ServiceWorkerGlobalScope;
const STORE = `overseas-stations-${scope.location.search.slice(1)}`;
const ROOT = scope.registration.scope;

/** Any record's document serves for any other: the script looks at the address. */
const ANY_PAGE = `${ROOT}index.html`;
const ANY_RECORD = `${ROOT}stations/index.html`;

scope.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const store = await caches.open(STORE);
      const answer = await fetch(`${ROOT}assets/offline.json`);
      const files: string[] = await answer.json();
      await store.addAll([ANY_PAGE, ANY_RECORD, ...files.map((file) => `${ROOT}${file}`)]);
      await scope.skipWaiting();
    })(),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      const old = names.filter((name) => name.startsWith("overseas-stations-") && name !== STORE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await scope.clients.claim();
    })(),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

/** A page: from the network, else as it was kept, else one like it. */
async function page(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  try {
    return await fetch(request);
  } catch (error) {
    const path = request.url.slice(ROOT.length).split("?")[0] ?? "";
    const like = path.includes("/") ? ANY_RECORD : ANY_PAGE;
    const kept = await store.match(request, { ignoreSearch: true });
    const found = kept ?? (await store.match(like));
    if (!found) throw error;
    return found;
  }
}

/** Anything else: as it was kept, else from the network. */
async function file(request: Request): Promise<Response> {
  const store = await caches.open(STORE);
  return (await store.match(request)) ?? fetch(request);
}
