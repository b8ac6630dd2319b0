import { namedRules, tokenRules } from '@cdev/secret-rules';
import { namedRow, tokenRow } from './rule-fields.ts';

/** A rule a line. */
export const tokenRows: string = tokenRules.map(tokenRow).join('\n');
export const namedRows: string = namedRules.map(namedRow).join('\n');
