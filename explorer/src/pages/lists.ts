/** What each kind's list shows and is filtered by. A column that begins with `@` is derived. */

import type { Kind } from "../address";
import type { TableName } from "../data/schema";

export interface ListSpec {
  /** One sentence under the heading. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly filters: readonly string[];
  /** The order at first; a leading `-` turns it round. */
  readonly order: string;
  /** The tables it reads beside its own and those that names are made from. */
  readonly needs: readonly TableName[];
}

export const LISTS: Readonly<Record<Kind, ListSpec>> = {
  stations: {
    about:
      "Each is a place that somebody reports, with how well that is supported and who denies it.",
    columns: [
      "@name",
      "country_id",
      "@status",
      "@assessment",
      "@disputed",
      "operated_by",
      "designation",
      "established",
    ],
    filters: ["country_id", "operated_by", "@status", "@assessment", "@disputed", "designation"],
    order: "@name",
    needs: [],
  },
  countries: {
    about:
      "Every country of ISO 3166-1. One without an entry here is not one without stations: nobody may have reported them, or looked.",
    columns: [
      "@name",
      "@stations",
      "@reported",
      "@closing",
      "@not_substantiated",
      "@acknowledged",
      "@corroborated",
      "@single_claimant",
      "@denied",
      "@inquiries",
      "@statements",
      "looked_until",
    ],
    filters: ["region", "subregion"],
    order: "-@stations",
    needs: ["investigations", "statements"],
  },
  investigations: {
    about: "Each is one authority's inquiry. What it came to follows from its events.",
    columns: ["@name", "country_id", "authority", "opened", "@outcome", "station_ids", "summary"],
    filters: ["country_id", "@outcome", "authority"],
    order: "-opened",
    needs: [],
  },
  statements: {
    about:
      "What authorities, parliaments, missions and the named associations said, each on one occasion.",
    columns: ["@name", "@voice", "about_country_ids", "stances", "summary", "made_on"],
    filters: ["about_country_ids", "stances", "issuer", "channel"],
    order: "-made_on",
    needs: [],
  },
  events: {
    about: "What happened: searches, findings, closures, charges, judgments.",
    columns: ["@name", "@voice", "actor", "station_ids", "summary", "@assessment"],
    filters: ["country_id", "kind", "actor"],
    order: "-occurred_on",
    needs: [],
  },
  figures: {
    about: "Numbers that somebody published. They are never summed and never averaged.",
    columns: ["@name", "measure", "claimed_by", "country_id", "reference_period", "note"],
    filters: ["country_id", "measure", "claimed_by", "operated_by"],
    order: "@name",
    needs: [],
  },
  cooperations: {
    about: "Police agreements and joint patrols between states; none of them is a station.",
    columns: [
      "@name",
      "country_id",
      "kind",
      "host_party",
      "chinese_party",
      "signed_on",
      "started",
      "ended",
    ],
    filters: ["country_id", "kind"],
    order: "country_id",
    needs: [],
  },
  return_cases: {
    about: "Cases in which somebody is reported to have been pressed to return; nobody is named.",
    columns: ["@name", "country_id", "occurred_on", "outcome", "@assessment", "summary"],
    filters: ["country_id", "outcome"],
    order: "-occurred_on",
    needs: [],
  },
  organisations: {
    about: "Everybody who claims, denies, investigates or is said to operate.",
    columns: ["@name", "name_local", "kind", "country_id"],
    filters: ["kind", "country_id"],
    order: "@name",
    needs: [],
  },
  sources: {
    about: "Every document that was read, or that one which was read names.",
    columns: ["@name", "publisher", "kind", "language", "published_on", "read_scope", "url"],
    filters: ["kind", "language", "read_scope", "standing"],
    order: "-published_on",
    needs: [],
  },
};
