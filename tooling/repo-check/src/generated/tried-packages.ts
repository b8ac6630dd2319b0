import type { Generated } from '../finding.ts';
import type { Manifest } from '../workspace/manifest.ts';

const file = 'tooling/install-trial/package.json';

/** The trial that installs each package alone depends on all of them, so that they are built before it. */
export const triedPackages: Generated = {
  name: 'tried-packages',
  says: 'the trial that installs each package alone knows all of them',
  generate: async ({ packages, read }) => {
    const text = read(file);
    if (text === undefined) return new Map();
    const manifest = JSON.parse(text) as Manifest;
    const { dependencies = {}, devDependencies = {} } = manifest;
    const names = packages.filter(({ folder }) => folder.startsWith('packages/')).map(({ name }) => name);
    const others = Object.entries(devDependencies).filter(([, range]) => range !== 'workspace:^');
    const tried = names.filter((name) => !(name in dependencies)).map((name) => [name, 'workspace:^'] as const);
    const wanted = [...others, ...tried].toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (JSON.stringify(wanted) === JSON.stringify(Object.entries(devDependencies))) return new Map();
    const changed = { ...manifest, devDependencies: Object.fromEntries(wanted) };
    return new Map([[file, `${JSON.stringify(changed, undefined, 2)}\n`]]);
  },
};
