export interface Trailer {
  readonly key: string;
  readonly value: string;
}
export interface Commit {
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  /** When it was committed, ISO 8601 in UTC. */
  readonly time: string;
  /** The first paragraph as one line. */
  readonly subject: string;
  /** All after the first paragraph, trailers included; no line feed at the end. */
  readonly body: string;
  /** In their order; keys as written. */
  readonly trailers: readonly Trailer[];
}
