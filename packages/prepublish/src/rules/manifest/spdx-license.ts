import { field } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';

const isLicenseFile = /^(?:licen[cs]es?|copying|unlicense|notice)(?:[.-].*)?$/i;

/** A license that programs can read, and its text. (A packed file called `license.js` would keep pnpm from packing the LICENSE of the workspace.) */
export const spdxLicense: Rule = {
  id: 'license',
  severity: 'warning',
  summary: 'the license is a valid SPDX expression, and its text is packed',
  breaks: 'Companies, whose tools refuse packages whose license they cannot read; without one nobody may use it at all',
  check: async ({ manifest, tarball }) => {
    const place = field('license');
    const files = [...tarball.entries.keys()];
    const texts = files.filter((path) => isLicenseFile.test(path));
    const value = manifest['license'] ?? manifest['licence'];
    if (value === undefined || value === '') {
      const old = Array.isArray(manifest['licenses']);
      if (old)
        return [
          {
            place: field('licenses'),
            severity: 'suggestion',
            reason: 'is a list, a form that npm gave up',
            mend: 'Write one expression in "license", such as "(MIT OR Apache-2.0)"',
          },
        ];
      // publint says the same when there is a text.
      return texts.length > 0
        ? []
        : [
            {
              place,
              reason: 'there is none, and no license text is packed',
              mend: 'Set "license" to an SPDX id such as "MIT", and add its text as LICENSE',
            },
          ];
    }
    if (typeof value !== 'string')
      return [
        {
          place,
          severity: 'suggestion',
          reason: 'is an object, a form that npm gave up',
          mend: 'Write the SPDX id as text, such as "MIT"',
        },
      ];
    if (value === 'UNLICENSED') return [];
    const [, named] = /^SEE LICEN[CS]E IN (.+)$/.exec(value) ?? [];
    if (named !== undefined)
      return tarball.entries.has(named.replace(/^\.\//, ''))
        ? []
        : [{ place, reason: `names ${named}, which is not packed`, mend: `Add ${named} to the package` }];
    const { default: parse } = await import('spdx-expression-parse');
    const problems: Problem[] = [];
    try {
      parse(value);
    } catch {
      problems.push({
        place,
        reason: `"${value}" is no SPDX expression`,
        mend: 'Use an id of the SPDX list, such as "MIT" or "Apache-2.0", or "SEE LICENSE IN <file>"',
      });
    }
    if (texts.length === 0 && !/^(?:0BSD|CC0-1\.0|Unlicense|WTFPL)$/.test(value))
      problems.push({
        place: 'LICENSE',
        severity: 'suggestion',
        reason: `the text of ${value} is not packed`,
        breaks: 'Users who have to pass the license text on with what they build',
        mend: 'Add the text as LICENSE beside package.json',
      });
    return problems;
  },
};
