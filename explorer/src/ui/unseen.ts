/** What is drawn can be seen: signs in a value that cannot are named, wherever the value stands. */

import { options } from "preact";
import { visible } from "../data/text";

/** Attributes that are read out or shown. */
const SAID = ["title", "aria-label", "aria-valuetext", "data-label"];

/** From now on, in every text and element that is drawn. */
export function nameUnseen(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    // A text is a node whose properties are the text.
    const node = vnode as { type: unknown; props: unknown };
    if (typeof node.props === "string") node.props = shown(node.props);
    else if (typeof node.type === "string") {
      const props = node.props as Record<string, unknown>;
      for (const name of SAID) {
        if (typeof props[name] === "string") props[name] = shown(props[name]);
      }
    }
    before?.(vnode);
  };
}

function shown(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : visible(text);
}
