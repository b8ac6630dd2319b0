import type { PackageManifest } from '@cdev/package-workspace';
import type { Intent } from '../subject/subject.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface IntentOptions {
  readonly tag: string | undefined;
  readonly branches: readonly string[];
  readonly isChosen: boolean;
  readonly env: Env;
  readonly manifest: PackageManifest;
  readonly offline?: boolean;
  /** Ask for the addresses in READMEs. */
  readonly links?: boolean;
}

const usualBranches = ['main', 'master', 'next', 'release'];

/** How a package is going to be published, from options, environment and manifest. */
export function intentOf(options: IntentOptions): Intent {
  const { tag, branches, isChosen, env, manifest, offline = false, links = false } = options;
  const { provenance } = (manifest['publishConfig'] ?? {}) as { provenance?: unknown };
  const isTrusted = isSet(env, 'ACTIONS_ID_TOKEN_REQUEST_URL') || isSet(env, 'NPM_ID_TOKEN');
  return {
    tag: tag ?? env['npm_config_tag'] ?? env['NPM_CONFIG_TAG'],
    branches: branches.length > 0 ? branches : usualBranches,
    allowDirty: isTrue(env['ALLOW_DIRTY']),
    isTrusted,
    wantsProvenance:
      isTrusted || provenance === true || isTrue(env['NPM_CONFIG_PROVENANCE'] ?? env['npm_config_provenance']),
    isChosen,
    isOffline: offline,
    asksAddresses: links,
  };
}

/** As the scripts before took it: 1, true or yes. */
export function isTrue(value: string | undefined): boolean {
  return /^(?:1|true|yes)$/i.test(value?.trim() ?? '');
}

function isSet(env: Env, name: string): boolean {
  return (env[name] ?? '') !== '';
}
