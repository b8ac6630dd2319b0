import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * preact as a script that stands in the page. It comes as a module, and a script under a nonce can import none: without the export at its end it is a script, and what it exports is left on
 * `globalThis.preact`. Its version is pinned, so this text is the one that was tried.
 */
export function preactScript(): string {
  const text = readFileSync(createRequire(import.meta.url).resolve('preact'), 'utf8');
  const [end = '', names] = /\bexport\s*\{([^}]*)\};?\s*(?:\/\/# sourceMappingURL=\S*\s*)?$/.exec(text) ?? [];
  if (names === undefined) throw new Error('preact does not end with its exports');
  const fields = names.split(',').map((name) => {
    const [own = '', given = own] = name.trim().split(/\s+as\s+/);
    return `${given}:${own}`;
  });
  return `/*! preact, MIT licence, (c) 2015-present Jason Miller */${text.slice(0, text.length - end.length)}globalThis.preact={${fields.join()}};`;
}
