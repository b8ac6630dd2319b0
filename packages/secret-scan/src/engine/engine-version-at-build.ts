import { createHash } from 'node:crypto';
import { namedRules, tokenRules } from '@cdev/secret-rules';

/** Raised with every change of what detectors find: results that were remembered are then not used. */
const detectors = 8;

/** Names what is found: other rules or detectors, another name. */
export const engineVersion: string = createHash('sha256')
  .update(JSON.stringify([detectors, tokenRules, namedRules]))
  .digest('hex')
  .slice(0, 16);
