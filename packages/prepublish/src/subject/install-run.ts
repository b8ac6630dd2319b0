import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import {
  installPackages,
  tryBins,
  tryImports,
  tryTypes,
  tryTypesOfAll,
  type Installation,
  type TypeTrial,
} from '@cdev/installed-package';
import { openRegistry, startRegistry } from '@cdev/package-registry';
import type { PackedPackage } from '@cdev/package-tarball';
import type { InstalledFacts, InstallOutcome } from './installed-facts.ts';
import { CannotLook } from '../rule/rule.ts';
import { once } from './once.ts';

export interface InstallRun extends AsyncDisposable {
  readonly factsOf: (packed: PackedPackage) => InstalledFacts;
}

export interface InstallRunOptions {
  readonly packages: readonly PackedPackage[];
  /** The project whose `.npmrc`, TypeScript and package manager hold. */
  readonly project: string;
  readonly offline: boolean;
}

/**
 * Installs the tarballs of a run into scratch projects: all in one when that goes, since a package manager's start is what costs;
 * each for itself when it does not, so that one that cannot be installed does not hide the others. Nothing begins until a rule asks.
 */
export function installRun({ packages, project, offline }: InstallRunOptions, context: Context): InstallRun {
  const { signal, log } = context;
  const env = offline ? { ...context.env, npm_config_offline: 'true' } : context.env;
  const folders: string[] = [];
  const open: Installation[] = [];
  const underWay = new Set<Promise<unknown>>();

  const registry = once(async () => {
    const upstream = offline ? false : await openRegistry({ cwd: project, env, signal });
    const started = await startRegistry({ upstream, env: context.env, mergesUpstream: !offline });
    for (const { bytes } of packages) await started.put(bytes);
    return started;
  });

  function install(names: readonly string[]): Promise<Installation> {
    const installing = installNow(names);
    underWay.add(installing);
    return installing;
  }

  async function installNow(names: readonly string[]): Promise<Installation> {
    signal.throwIfAborted();
    const folder = await mkdtemp(join(tmpdir(), 'cdev-prepublish-'));
    folders.push(folder);
    const installation = await installPackages({
      folder: join(folder, 'project'),
      packages: names,
      manager: 'npm',
      registry: await registry(),
      // What is installed comes from the registry here, which is there.
      env: context.env,
      signal,
      project,
      timeLimit: 180_000,
      onLine: (line) => log.debug('install', { line }),
    });
    open.push(installation);
    return installation;
  }

  const spec = ({ name, version }: PackedPackage): string => `${name}@${version}`;
  const together = once(async () => {
    const task = context.progress.begin(
      `install ${packages.length === 1 ? spec(packages[0] as PackedPackage) : `${packages.length} packages`}`,
    );
    try {
      const installation = await install(packages.map(spec));
      task.done();
      return installation;
    } catch (error) {
      task.failed();
      if (!isCdevError(error) || isEnvironment(error)) throw error;
      return undefined;
    }
  });
  const typesOfAll = once(async () => {
    const installation = await together();
    return (
      installation &&
      tryTypesOfAll(
        installation,
        packages.map(({ name }) => name),
        { project, env, signal },
      )
    );
  });

  function factsOf(packed: PackedPackage): InstalledFacts {
    const outcome = once(async (): Promise<InstallOutcome> => {
      try {
        const shared = await together();
        return { installation: shared ?? (await install([spec(packed)])) };
      } catch (error) {
        const other = isCdevError(error) && otherPlatform(error);
        if (other) throw new CannotLook(other);
        if (!isCdevError(error) || isEnvironment(error)) throw error;
        return { failure: error.message };
      }
    });
    const trial = <Result>(attempt: (installation: Installation) => Promise<Result>) =>
      once(async () => {
        const found = await outcome();
        return 'installation' in found ? attempt(found.installation) : undefined;
      });
    const { name } = packed;
    return {
      failure: async () => {
        const found = await outcome();
        return 'failure' in found ? found.failure : undefined;
      },
      bins: trial((installation) => tryBins(installation, name, { signal })),
      imports: trial((installation) => tryImports(installation, name, { signal })),
      types: trial(async (installation): Promise<readonly TypeTrial[]> => {
        const shared = await typesOfAll();
        return shared?.get(name) ?? (await tryTypes(installation, name, { project, env, signal }));
      }),
    };
  }

  return {
    factsOf,
    async [Symbol.asyncDispose]() {
      // When the run is broken off rules are still at it, and what they make has to be there to be removed.
      await Promise.allSettled(underWay);
      await Promise.all(open.map((installation) => installation.remove()));
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })));
      const opened = registry.isAsked() ? await registry().catch(() => undefined) : undefined;
      await opened?.close();
    },
  };
}

/** It says nothing about the package: no network, no package manager, interrupted. */
function isEnvironment({ kind, message }: CdevError): boolean {
  const isNetwork =
    /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|E50\d)\b/.test(message);
  return kind === 'environment' || kind === 'interrupted' || isNetwork;
}

/** What "os", "cpu" or "libc" of the manifest leave out is not promised. */
function otherPlatform({ message }: CdevError): string | undefined {
  if (!/\b(?:EBADPLATFORM|ERR_PNPM_UNSUPPORTED_PLATFORM)\b/.test(message)) return undefined;
  const [, name = 'it', wanted = ''] = /Unsupported platform for (\S+?): wanted (\{[^}]*\})/.exec(message) ?? [];
  const limits = [...wanted.matchAll(/"(os|cpu|libc)":\s*(\[[^\]]*\]|"[^"]*")/g)].map(
    ([, what, values = '']) => `${what} ${values.replaceAll(/["[\]]/g, '')}`,
  );
  return `${name} is for another platform than this one${limits.length === 0 ? '' : ` (${limits.join('; ')})`}`;
}
