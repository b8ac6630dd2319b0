// Jest transform: Node's own type stripping keeps every position, so failures point at the real line and no compiler is needed.
import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

export default {
  // No `sourceUrl`: with it V8 coverage reads 0 %.
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  // The configuration, instrumentation and Node version belong in the key, else a stale cache answers for another set-up.
  getCacheKey: (source, path, { configString, instrument }) =>
    createHash('sha256')
      .update([source, path, configString, String(instrument), process.version].join('\0'))
      .digest('hex'),
};
