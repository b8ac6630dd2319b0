// Loaded before jest: where tests find `@jest/globals`; what of their imports is loaded for each test file anew; and on a Node that
// does not know `using` (22) the sources without it.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const replaced = new Map([
  ['@jest/globals', new URL('globals.js', import.meta.url).href],
  ['@oxc-project/runtime/helpers/usingCtx', new URL('using-ctx.js', import.meta.url).href],
]);
const knowsUsing = canParse('{ using nothing = null; }');
const { transformSync } = knowsUsing ? {} : await import('rolldown/utils');

registerHooks({
  resolve: (specifier, context, next) => {
    const url = replaced.get(specifier);
    if (url !== undefined) return { url, format: 'module', shortCircuit: true };
    const resolved = next(specifier, context);
    // What stands among the tests is part of the test file that imports it: it may register what comes before and after its tests.
    const [file, run] = context.parentURL?.split('?') ?? [];
    return run !== undefined && isAmongTests(file) && isAmongTests(resolved.url)
      ? { ...resolved, url: `${resolved.url}?${run}` }
      : resolved;
  },
  ...(knowsUsing ? {} : { load: lowered }),
});

function isAmongTests(url) {
  return /^file:.*\/test\/[^?]*\.ts$/.test(url) && !url.includes('/node_modules/');
}

/** Failures then point at lines a little off. */
function lowered(url, context, next) {
  if (!url.startsWith('file:') || !/\.ts(?:\?|$)/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), {
    target: 'es2024',
    helpers: { mode: 'Runtime' },
    tsconfig: false,
  });
  if (errors.length > 0) throw errors[0];
  return { source: code, format: 'module', shortCircuit: true };
}

function canParse(code) {
  try {
    return Boolean(new Script(code));
  } catch {
    return false;
  }
}
