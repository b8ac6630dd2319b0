import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where tools keep what they have installed and fetched, when nobody says otherwise: looked for in the user's own home. */
const toolFolders: readonly (readonly [variable: string, folder: string])[] = [
  ['npm_config_cache', '.npm'],
  ['pnpm_config_store_dir', '.local/share/pnpm/store'],
  ['YARN_CACHE_FOLDER', '.cache/yarn'],
  ['COREPACK_HOME', '.cache/node/corepack'],
  ['PLAYWRIGHT_BROWSERS_PATH', '.cache/ms-playwright'],
  ['CYPRESS_CACHE_FOLDER', '.cache/Cypress'],
  ['RUSTUP_HOME', '.rustup'],
  ['PYENV_ROOT', '.pyenv'],
  ['VOLTA_HOME', '.volta'],
  ['NVM_DIR', '.nvm'],
  ['ASDF_DATA_DIR', '.asdf'],
  ['MISE_DATA_DIR', '.local/share/mise'],
  ['GOPATH', 'go'],
];

/**
 * A home of the run's own: what a step writes to `~/.gitconfig` or `~/.npmrc` does not reach the user's, and no credential of theirs is
 * there to be used. Gives the variables that lead tools to what they have installed.
 */
export async function makeHome(home: string, usersHome: string | undefined): Promise<Readonly<Record<string, string>>> {
  await mkdir(home, { recursive: true });
  if (usersHome === undefined) return {};
  const npmrc = await readFile(join(usersHome, '.npmrc'), 'utf8').catch(() => '');
  await writeFile(join(home, '.npmrc'), harmlessSettings(npmrc));
  const found = await Promise.all(
    toolFolders.map(async ([variable, folder]) => {
      const path = join(usersHome, folder);
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      return isThere ? [[variable, path] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** What a step installs for all (`npm install --global`, `pip install --user`) goes into the run's home, and is found there. */
export function ownFolders(home: string, path: string): Readonly<Record<string, string>> {
  const prefix = join(home, '.npm-global');
  const programs = [join(prefix, 'bin'), join(home, '.local/bin')];
  return { HOME: home, npm_config_prefix: prefix, PATH: [...programs, path].join(delimiter) };
}

/** npm's settings that say where packages come from, without those that say who one is. */
export function harmlessSettings(npmrc: string): string {
  const kept = npmrc.split(/\r?\n/).filter((line) => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    const isPlace = /^((@[^:]+:)?registry|(https?-)?proxy|noproxy|cafile|ca|strict-ssl)$/.test(name);
    return isPlace && !/\/\/[^/]*@/.test(value);
  });
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`;
}
