import { basename, delimiter, dirname } from 'node:path';
import { isInside } from '../expression/glob-paths.ts';

/** What a runner's environment has of the machine's own: where programs are, the language, the way to the network. */
const kept = new Set(
  (
    'PATH USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY NODE_EXTRA_CA_CERTS SSL_CERT_FILE ' +
    'SSL_CERT_DIR SYSTEMROOT COMSPEC PATHEXT WINDIR JAVA_HOME GOROOT GOPROXY GOPATH GOMODCACHE RUSTUP_HOME PYENV_ROOT VOLTA_HOME ' +
    'NVM_DIR ASDF_DATA_DIR MISE_DATA_DIR COREPACK_HOME PNPM_HOME PLAYWRIGHT_BROWSERS_PATH CYPRESS_CACHE_FOLDER YARN_CACHE_FOLDER ' +
    'NPM_CONFIG_REGISTRY NPM_CONFIG_CACHE NPM_CONFIG_PROXY NPM_CONFIG_HTTPS_PROXY NPM_CONFIG_NOPROXY NPM_CONFIG_CAFILE ' +
    'NPM_CONFIG_STRICT_SSL NPM_CONFIG_OFFLINE NPM_CONFIG_PREFER_OFFLINE'
  ).split(' '),
);

/**
 * Nothing else of the user's environment reaches a step: no token, no setting that GitHub's runner would not have. Programs that a
 * package manager put on the path because this was started through it are not on the path of a workflow.
 */
export function baseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Readonly<Record<string, string>> {
  const entries = Object.entries(env).flatMap(([name, value]) => {
    const isKept = value !== undefined && (kept.has(name.toUpperCase()) || name.startsWith('LC_'));
    return isKept ? [[name, name === 'PATH' ? withoutOwnBins(value, root) : value]] : [];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function withoutOwnBins(path: string, root: string): string {
  const isOwn = (folder: string): boolean => {
    const modules = dirname(folder);
    const owner = dirname(modules);
    const isBin = basename(folder) === '.bin' && basename(modules) === 'node_modules';
    return isBin && (isInside(root, owner) || isInside(owner, root));
  };
  return path
    .split(delimiter)
    .filter((folder) => !isOwn(folder))
    .join(delimiter);
}
