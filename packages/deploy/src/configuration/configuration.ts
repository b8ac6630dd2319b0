import type { ComposeSettings } from '../compose/compose-shell.ts';

/** What `cdev.deploy.yaml` says, checked and with absolute paths. */
export interface DeployConfiguration {
  /** Absolute path of the file. */
  readonly file: string;
  /** The project's name: letters, digits, dot, dash and underscore. */
  readonly project: string;
  /** Absolute path of the folder that is deployed; undefined when the file names none. */
  readonly artefact: string | undefined;
  /** Absolute path of the project's own list of pinned host keys. */
  readonly knownHosts: string;
  readonly environments: readonly Environment[];
}

export interface Environment {
  readonly name: string;
  /** A release is a folder with a file of Docker Compose, whose services are started; undefined for releases that need none. */
  readonly compose: ComposeSettings | undefined;
  /** Folder on the hosts: absolute, or under `~/`. */
  readonly path: string;
  /** Releases that stay on a host, the current one among them. */
  readonly keep: number;
  readonly hosts: readonly DeployHost[];
  /** Hosts of the first batch, the second …; the last repeats. A share counts of all hosts. */
  readonly batches: readonly BatchSize[];
  /** So many hosts may fail before all are taken back. */
  readonly failureBudget: number;
  readonly hooks: Readonly<Record<HookName, readonly Hook[]>>;
  readonly health: readonly HealthCheck[];
  readonly secrets: readonly SecretReference[];
  /** Where the secrets stand, relative to the release's folder. */
  readonly secretsFile: string;
  /** Paths of a release that lead to `shared/` and so outlive it. */
  readonly shared: readonly string[];
  /** Shell command whose output `logs --app` shows. */
  readonly logs: string | undefined;
  /** Seconds that a hook may take. */
  readonly hookTimeLimit: number;
  /** Seconds that a lock lives without being renewed. */
  readonly lease: number;
  /** Seconds to wait for a connection. */
  readonly connectTimeLimit: number;
}

export interface DeployHost {
  /** How it is spoken of; its address unless the file says otherwise. */
  readonly name: string;
  readonly address: string;
  /** The machine that deploys is the host; nothing goes over SSH. */
  readonly isHere?: true | undefined;
  readonly user: string | undefined;
  readonly port: number | undefined;
  /** Absolute path of a private key; only this one is offered then. */
  readonly identityFile: string | undefined;
  readonly roles: readonly string[];
  readonly path: string;
}

export type BatchSize = { readonly count: number } | { readonly percent: number };

/** In the order they run; `prepare` before anything is switched, `activate` after the switch. */
export const hookNames = ['prepare', 'drain', 'activate', 'resume'] as const;
export type HookName = (typeof hookNames)[number];

export interface Hook {
  /** A command line of POSIX sh, run in the release's folder. */
  readonly run: string;
  /** Only on hosts with one of these roles; empty for all. */
  readonly roles: readonly string[];
}

export interface HealthCheck {
  readonly kind: 'http' | 'tcp' | 'command';
  /** An address, `host:port`, or a command line. `{address}` and `{name}` are the host's. */
  readonly target: string;
  /** Where it is asked from: the host itself, or the machine that deploys. */
  readonly from: 'host' | 'here';
  /** The answer's status; undefined for any from 200 to 399. */
  readonly expect: number | undefined;
  readonly contains: string | undefined;
  readonly roles: readonly string[];
  /** How often it is tried again. */
  readonly retries: number;
  /** Seconds: between tries, of one try, and before the first. */
  readonly every: number;
  readonly timeLimit: number;
  readonly warmUp: number;
}

/** Where a secret comes from; the value itself never stands in the file. */
export type SecretReference = { readonly name: string } & (
  | { readonly from: 'env'; readonly variable: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'command'; readonly command: readonly string[] }
);

/** Whether something for `roles` concerns a host; no roles concern all. */
export function concerns(roles: readonly string[], host: DeployHost): boolean {
  return roles.length === 0 || roles.some((role) => host.roles.includes(role));
}
