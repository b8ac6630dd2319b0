// Jest transform: Node's own type stripping keeps every position, so failures point at the real line and no compiler is needed.
import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';
import { Script } from 'node:vm';

const knowsUsing = canParse('{ using nothing = null; }');
const { transformSync } = knowsUsing ? {} : await import('rolldown/utils');

export default {
  // No `sourceUrl`: with it V8 coverage reads 0 %.
  process: (source, path) => ({ code: knowsUsing ? stripTypeScriptTypes(source) : lower(source, path) }),
  // The configuration, instrumentation and Node version belong in the key, else a stale cache answers for another set-up.
  getCacheKey: (source, path, { configString, instrument }) =>
    createHash('sha256')
      .update([source, path, configString, String(instrument), process.version].join('\0'))
      .digest('hex'),
};

/** Node 22 does not know `using`; there failures point at lines a little off. */
function lower(source, path) {
  const { code, errors } = transformSync(path, source, {
    target: 'es2024',
    helpers: { mode: 'Runtime' },
    tsconfig: false,
  });
  if (errors.length > 0) throw errors[0];
  return code;
}

function canParse(code) {
  try {
    return Boolean(new Script(code));
  } catch {
    return false;
  }
}
