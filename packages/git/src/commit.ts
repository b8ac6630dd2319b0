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

export type CommitMessage = Pick<Commit, 'subject' | 'body' | 'trailers'>;

const trailerLine = /^([A-Za-z0-9][A-Za-z0-9-]*)\s*:\s*(.*)$/;

/**
 * The parts of a message. Trailers are the last paragraph of the body when each of its lines is one or continues one (begins with a blank):
 * stricter than `git interpret-trailers`, which also takes a paragraph that is one quarter trailers.
 */
export function parseMessage(message: string): CommitMessage {
  const [subject = '', ...rest] = message.trim().split(/\n[ \t]*\n/);
  const body = rest.join('\n\n').trim();
  return {
    subject: subject.split('\n').join(' '),
    body,
    trailers: parseTrailers(body.split(/\n[ \t]*\n/).at(-1) ?? ''),
  };
}

function parseTrailers(paragraph: string): Trailer[] {
  const trailers: Trailer[] = [];
  for (const line of paragraph.split('\n')) {
    const last = trailers.at(-1);
    const [, key, value] = trailerLine.exec(line) ?? [];
    if (key !== undefined && value !== undefined) trailers.push({ key, value: value.trim() });
    else if (last && /^\s/.test(line))
      trailers[trailers.length - 1] = { key: last.key, value: `${last.value} ${line.trim()}` };
    else return [];
  }
  return trailers;
}

/** Seconds since 1970 as ISO 8601. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
