import { resolve } from 'node:path';
import { redact } from '@cdev/core/log';
import { openEmbedded } from './embedded/open-embedded.ts';
import { createEngine } from './engine/create-engine.ts';
import { errors } from './errors.ts';
import type { FleetEngine } from './fleet-engine.ts';

export interface OpenFleetOptions {
  /** `local:FOLDER` or `postgres://…`. Without it `CDEV_FLEET_URL` of `env`, without that the folder `cdev/fleet` in `gitDirectory`. */
  readonly url?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The repository's common git directory: one engine for all its worktrees. */
  readonly gitDirectory?: string | undefined;
  /** ms without a heartbeat after which a claim is lost; default 10 s. PostgreSQL: whole seconds, at least 10. */
  readonly lease?: number | undefined;
  /** ms of the epoch; for tests. PostgreSQL has its own, and this is not asked. */
  readonly clock?: (() => number) | undefined;
  /** For tests of the refusal of newer ones; else this version's. */
  readonly protocol?: number | undefined;
}

/** Opens the engine that a URL names, and makes it where it is not there yet. The caller closes it. */
export async function openFleet(options: OpenFleetOptions = {}): Promise<FleetEngine> {
  const { lease, clock, protocol } = options;
  const url = options.url ?? options.env?.['CDEV_FLEET_URL'] ?? defaultUrl(options.gitDirectory);
  const folder = /^local:(.+)$/s.exec(url)?.[1];
  if (folder !== undefined)
    return createEngine(await openEmbedded({ folder: resolve(folder), lease, clock, protocol }));
  if (!/^postgres(ql)?:\/\//.test(url)) throw errors.make('CDEV_E_AGENT_FLEET_URL_UNKNOWN', { url: redact(url) });
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return createEngine(await openPostgres({ url, lease, protocol }));
}

function defaultUrl(gitDirectory: string | undefined): string {
  if (gitDirectory === undefined) throw errors.make('CDEV_E_AGENT_FLEET_URL_UNKNOWN', { url: 'Nothing' });
  return `local:${resolve(gitDirectory, 'cdev', 'fleet')}`;
}
