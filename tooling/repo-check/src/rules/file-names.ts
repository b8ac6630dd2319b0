import type { Rule } from '../finding.ts';

const rule = 'file-names';
const drawer = /^(utils?|helpers?|common|shared|misc|lib|types)$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A file is one noun or one verb; a drawer is where nobody finds anything. */
export const fileNames: Rule = {
  name: rule,
  says: 'files and folders are named after what they hold, in kebab case',
  check: ({ packages }) =>
    packages.flatMap(({ folder, files }) =>
      files
        .filter((file) => /^(src|test|bin)\//.test(file) && !/(^|\/)(fixtures|template)\//.test(file))
        .flatMap((file) => {
          const words = file.split('/').map((part, index, all) => (index === all.length - 1 ? stem(part) : part));
          const bad = words.find((word) => drawer.test(word));
          if (bad !== undefined)
            return [finding(folder, file, `"${bad}" is a drawer`, 'Name it after the one thing it holds')];
          const odd = words.find((word) => !kebab.test(word));
          return odd === undefined ? [] : [finding(folder, file, `"${odd}" is not in kebab case`, 'Rename it')];
        }),
    ),
};

function stem(name: string): string {
  return name.replace(/(\.test|\.d)?\.[a-z]+$/, '');
}

function finding(
  folder: string,
  file: string,
  why: string,
  mend: string,
): { rule: string; file: string; why: string; mend: string } {
  return { rule, file: `${folder}/${file}`, why, mend };
}
