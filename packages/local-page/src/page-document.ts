import { randomBytes } from 'node:crypto';

/** What the browser gets: one document with everything in it. */
export interface PageDocument {
  readonly title: string;
  /** CSS. */
  readonly style: string;
  /** HTML of the body before the script runs. */
  readonly body: string;
  /**
   * Runs in the browser once the body is there. Only its source is sent, so it must stand alone: no import, no name of its module. Several run one
   * after the other, and can leave something for the next on `globalThis`; a library may be among them as its text. It finds the latest data by `new EventSource('events')`, and asks with `fetch('ask/<name>?…')`.
   */
  readonly script: (() => void) | readonly ((() => void) | string)[];
}

/** `nonce` lets exactly this style and this script pass the page's content security policy; with `key` its script can do something. */
export function renderDocument(
  { title, style, body, script }: PageDocument,
  { nonce, key }: { readonly nonce: string; readonly key: string },
): string {
  return documentText({ title, style, body, script }, { nonce, meta: ['name="cdev-key"', key] });
}

/**
 * The same document as a file that needs no server: its script finds the data, as JSON, in the element `cdev-data`, and there is nobody to ask.
 */
export function renderSavedPage({ title, style, body, script }: PageDocument, data: unknown): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'`;
  // In a script element only its own end tag and the start of a comment mean anything.
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
  const saved = `${body}\n<script type="application/json" id="cdev-data">${json}</script>`;
  return documentText(
    { title, style, body: saved, script },
    { nonce, meta: ['http-equiv="Content-Security-Policy"', policy] },
  );
}

function documentText(
  { title, style, body, script }: PageDocument,
  { nonce, meta: [kind, content] }: { readonly nonce: string; readonly meta: readonly [kind: string, content: string] },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta ${kind} content="${content}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${scriptSource(script)}</script>
</body>
</html>
`;
}

/** What stands between the tags of a script element. */
export function scriptSource(script: PageDocument['script']): string {
  const parts = typeof script === 'function' ? [script] : script;
  return parts
    .map((part) => (typeof part === 'string' ? `() => {${part}\n}` : part.toString()))
    .map((source) => `(${source.replaceAll('</script', String.raw`<\/script`)})();`)
    .join('\n');
}

/** The page takes nothing from anywhere but here, cannot be framed, and sends its address (with the token) to nobody. */
export function documentHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy.join('; ') };
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
