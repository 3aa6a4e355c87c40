/** Values as elements: text, never markup, kept from turning the direction of what is around. */

import { useState } from "preact/hooks";
import { hostOf, visible, webAddress } from "../data/text";

/** So many characters of a value are shown at first. */
const MUCH = 1200;

/** A text from the data. One that is too long for a page is cut until asked for. */
export function Text({ children }: { children: string }) {
  const [whole, setWhole] = useState(false);
  const text = visible(children);
  if (whole || text.length <= MUCH) return <bdi>{text}</bdi>;
  return (
    <>
      <bdi>{text.slice(0, MUCH)}…</bdi>{" "}
      <button
        type="button"
        class="plain"
        onClick={(event) => {
          // Within a link it does not lead away.
          event.preventDefault();
          event.stopPropagation();
          setWhole(true);
        }}
      >
        Show all {text.length.toLocaleString("en")} characters
      </button>
    </>
  );
}

/** A link to another site, shown as its host unless named; what is no address of the web is text. */
export function Outside({ url, children }: { url: string | null; children?: string }) {
  const address = webAddress(url);
  if (!address) return <Text>{children ?? url ?? ""}</Text>;
  return (
    <a href={address} rel="noreferrer noopener external">
      <Text>{children ?? hostOf(address)}</Text>
    </a>
  );
}
