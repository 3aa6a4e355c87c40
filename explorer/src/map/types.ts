/** What the map is given. */

/** What is said of a station's present state. */
export type Status = "reported" | "closure_ordered" | "reported_closed" | "not_substantiated";

/** One station with a point. */
export interface Mark {
  id: string;
  label: string;
  latitude: number;
  longitude: number;
  status: Status;
  contested: boolean;
  countryId: string;
  countryName: string;
  href: string;
}

/** One country with stations, whether they have a point or not. */
export interface CountryShade {
  /** ISO alpha-2. */
  id: string;
  /** ISO numeric, three digits, as in the ids of world-atlas. */
  numeric: string;
  name: string;
  count: number;
  href: string;
}
