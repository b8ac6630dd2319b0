import type { Finding, Rule } from '../finding.ts';
import { exportsOf } from '../workspace/source-file.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'one-name';

/** What a script package has, where everybody looks for it. */
const rooms = ['src/index.ts', 'src/cli.ts', 'src/errors.ts', 'src/health.ts', 'README.md', 'test/contract.test.ts'];

/** One name in five places: folder, package, bin, verb file, export. */
export const oneName: Rule = {
  name: rule,
  says: 'folder, package, bin, verb file and export of a script share one name',
  check: ({ packages }) => packages.filter(({ kind }) => kind === 'script').flatMap(checkScript),
};

function checkScript(script: Package): Finding[] {
  const { folder, shortName, files, sources } = script;
  const verb = `src/${shortName}.ts`;
  const missing = [...rooms, verb, `bin/cdev-${shortName}.js`].filter((file) => !files.includes(file));
  const name = shortName.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const exporters = [verb, 'src/index.ts'].flatMap(
    (file) => sources.find(({ path }) => path === `${folder}/${file}`) ?? [],
  );
  return [
    ...missing.map((file) => ({
      rule,
      file: `${folder}/${file}`,
      why: 'a script package has this file and this one has not',
      mend: 'Add it; "pnpm create-script" shows the form',
    })),
    ...exporters
      .filter((source) => !exportsOf(source).includes(name))
      .map(({ path }) => ({
        rule,
        file: path,
        why: `it does not export "${name}"`,
        mend: `Export the verb as ${name}`,
      })),
  ];
}
