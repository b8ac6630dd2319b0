import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { field } from '../../rule/places.ts';
import type { Rule } from '../../rule/rule.ts';

/** Without a list of what is published, everything is that is not ignored. */
export const filesField: Rule = {
  id: 'files-field',
  severity: 'suggestion',
  summary: '"files" says what is published',
  breaks: 'You, some day: whatever lies in the folder is published, a new file with secrets included',
  check: ({ manifest, source }) =>
    manifest['files'] !== undefined || (source && existsSync(join(source.folder, '.npmignore')))
      ? []
      : [{ place: field('files'), reason: 'there is none', mend: 'List what users need, such as ["dist", "bin"]' }],
};
