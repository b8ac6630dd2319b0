import { stripControl } from '@cdev/core/log';

/** What an assistant tells of itself while it works, in one form for all assistants. Texts are one line, safe to print. */
export type AgentActivity =
  /** The assistant's own name for the conversation, by which it can be continued. */
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'message'; readonly text: string }
  /** A tool it uses: `bash: npm test`. */
  | { readonly kind: 'tool'; readonly text: string }
  /** A file it writes; the path as the assistant says it, absolute or relative to its folder. */
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'usage'; readonly tokens: number; /** US dollars. */ readonly cost?: number }
  | { readonly kind: 'permission-denied'; readonly text: string }
  /** A person is asked for a permission, and it does nothing until there is an answer. */
  | { readonly kind: 'asks'; readonly text: string }
  /** It has ended its turn, and waits for what a person says next. */
  | { readonly kind: 'waits'; readonly text: string }
  /** The service behind it did not answer, or was full: it asks again by itself. What it does not tell is absent. */
  | {
      readonly kind: 'retry';
      /** Why: `rate_limit`, or the service's own words. */
      readonly text: string;
      /** 1 for the first time that it asks again. */
      readonly attempt?: number;
      /** Milliseconds until it does. */
      readonly wait?: number;
      /** HTTP. */
      readonly status?: number;
    }
  /** How it says that it ended. A word of the assistant, not yet a verdict. */
  | { readonly kind: 'result'; readonly ok: boolean; readonly text: string };

const longest = 240;

/** A retry, of whose numbers only those are taken that are some. */
export function retry(
  text: unknown,
  told: { readonly attempt?: unknown; readonly wait?: unknown; readonly status?: unknown },
): AgentActivity {
  const { attempt, wait, status } = told;
  return {
    kind: 'retry',
    text: oneLine(text),
    ...(isCount(attempt) && { attempt }),
    ...(isCount(wait) && { wait: Math.round(wait) }),
    ...(isCount(status) && { status }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Text of an assistant as one short line without control characters. */
export function oneLine(text: unknown): string {
  const line = stripControl(typeof text === 'string' ? text : text === undefined ? '' : JSON.stringify(text))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/** A message when it says something. */
export function message(text: unknown): AgentActivity[] {
  const line = oneLine(text);
  return line === '' ? [] : [{ kind: 'message', text: line }];
}

/** A tool with the one argument that tells most about what is done with it. */
export function tool(name: unknown, input: unknown): AgentActivity {
  const values = isRecord(input) ? input : {};
  const telling = [
    'command',
    'file_path',
    'filePath',
    'absolute_path',
    'path',
    'pattern',
    'query',
    'url',
    'description',
  ]
    .map((key) => values[key])
    .find((value) => typeof value === 'string' && value !== '');
  const subject = oneLine(telling);
  return { kind: 'tool', text: subject === '' ? oneLine(name) : oneLine(`${String(name)}: ${subject}`) };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a mapping; an empty one when it is something else. */
export function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const field = isRecord(value) ? value[key] : undefined;
  return isRecord(field) ? field : {};
}

/** The sum of those fields that are numbers. */
export function sumOf(counts: Readonly<Record<string, unknown>>, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (typeof counts[key] === 'number' ? counts[key] : 0), 0);
}
