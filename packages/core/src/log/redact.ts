const mask = '[redacted]';

/** Shapes of credentials that may stand in outside text. Precise enough that ordinary prose and hashes pass untouched. */
const credentialShapes: readonly { readonly kind: string; readonly shape: RegExp }[] = [
  { kind: 'the key of a tracker', shape: /\blin_(?:api|oauth)_[A-Za-z0-9]{16,}/g },
  { kind: 'a GitHub token', shape: /\bgh[pousr]_[A-Za-z0-9]{20,}/g },
  { kind: 'a GitHub token', shape: /\bgithub_pat_[A-Za-z0-9_]{20,}/g },
  { kind: 'an npm token', shape: /\bnpm_[A-Za-z0-9]{30,}/g },
  { kind: 'the key of a model provider', shape: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}/g },
  { kind: 'a Slack token', shape: /\bxox[abprs]-[A-Za-z0-9-]{10,}/g },
  { kind: 'an AWS access key', shape: /\bAKIA[0-9A-Z]{16}\b/g },
  { kind: 'a Google API key', shape: /\bAIza[0-9A-Za-z_-]{35}\b/g },
  { kind: 'a private key', shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
];
const authorisationHeader =
  /\b((?:authorization|x-api-key|private-token)["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token)\s+)?)[^\s"',;]+/gi;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*(?::[^\s/@]*)?@/gi;

/** Replaces credentials in text by `[redacted]`: known shapes, URL passwords, authorisation headers and the given `secrets`. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  // A very short "secret" would blank out ordinary words.
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, mask);
  for (const { shape } of credentialShapes) clean = clean.replace(shape, mask);
  return clean.replace(authorisationHeader, `$1${mask}`).replace(urlCredentials, `$1${mask}@`);
}

/** Where credentials of a known shape stand: 1-based line and what it is. The text itself is not given back. */
export function findCredentials(text: string): { line: number; kind: string }[] {
  const found = credentialShapes.flatMap(({ kind, shape }) =>
    [...text.matchAll(shape)].map(({ index }) => ({ line: text.slice(0, index).split('\n').length, kind })),
  );
  return found.sort((a, b) => a.line - b.line);
}

const terminalSequences = /\u001B(?:\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])/g;
// Tab and line feed stay.
const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Makes text from outside safe to print: no terminal sequences, no control or direction-changing characters; line feeds and tabs stay. */
export function stripControl(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(terminalSequences, '').replace(controlCharacters, '');
}
