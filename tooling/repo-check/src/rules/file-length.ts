import type { Rule } from '../finding.ts';

const rule = 'file-length';
const limit = 300;

export const fileLength: Rule = {
  name: rule,
  says: `no source or test file is longer than ${limit} lines`,
  check: ({ packages }) =>
    packages
      .flatMap(({ sources, tests }) => [...sources, ...tests])
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > limit)
      .map(({ path, lines }) => ({
        rule,
        file: path,
        why: `it has ${lines} lines, more than ${limit}`,
        mend: 'Find the second noun or verb in it and give that a file',
      })),
};
