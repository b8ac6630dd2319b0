import { tempFolder } from '@cdev/test-kit';

/** What the bin of a made-up script does; each part may be another. */
export interface Behaviour {
  readonly version?: string;
  readonly help?: string;
  /** JavaScript that answers `--health --json`. */
  readonly health?: string;
  /** JavaScript for all other words. */
  readonly work?: string;
  readonly before?: string;
  readonly cdev?: object;
}

const well = "print(JSON.stringify({ data: [{ title: 'git', status: 'ok', detail: '2.47' }] }));";

function binOf({
  version = '1.0.0',
  help = 'Usage: x',
  health = well,
  work = "print('worked in ' + process.cwd());",
  before = '',
}: Behaviour): string {
  return `#!/usr/bin/env node
${before}
const print = (text) => console.log(text);
const [word] = process.argv.slice(2);
if (word === '--version') print(${JSON.stringify(version)});
else if (word === '--help') print(${JSON.stringify(help)});
else if (word === '--health') { ${health} }
else { ${work} }
`;
}

/** A workspace of made-up scripts, version 1.0.0 each. */
export function scriptWorkspace(scripts: Readonly<Record<string, Behaviour>>): ReturnType<typeof tempFolder> {
  const files = Object.entries(scripts).flatMap(([name, behaviour]) => [
    [
      `packages/${name}/package.json`,
      JSON.stringify({
        name: `@cdev/${name}`,
        version: '1.0.0',
        bin: { [`cdev-${name}`]: './bin.cjs' },
        cdev: { kind: 'script', owner: '@ada', ...behaviour.cdev },
      }),
    ],
    [`packages/${name}/bin.cjs`, binOf(behaviour)],
  ]);
  return tempFolder({
    'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
    ...Object.fromEntries(files),
  });
}
