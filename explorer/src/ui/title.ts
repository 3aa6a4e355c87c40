/** The document's title follows its heading, for histories, tabs and readers of the screen. */

const SITE = "Overseas stations";

/** Keep the title as the heading of `main` is. */
export function followHeading(main: Element): void {
  const follow = () => {
    const heading = main.querySelector("h1")?.textContent?.trim();
    const title = heading ? `${heading.slice(0, 200)} · ${SITE}` : SITE;
    if (document.title !== title) document.title = title;
  };
  new MutationObserver(follow).observe(main, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}
