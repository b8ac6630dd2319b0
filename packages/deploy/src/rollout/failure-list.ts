import { errors } from '../errors.ts';
import { hostReason } from '../host-reason.ts';
import type { PlannedHost } from '../plan/deploy-plan.ts';

export interface HostOutcome {
  readonly name: string;
  /** `failed`: it has what it had before; `unknown`: it went away, and the next run sees to it. */
  readonly status: 'deployed' | 'failed' | 'unknown' | 'unreachable';
  readonly reason?: string;
}

export interface Failure {
  readonly name: string;
  readonly error: Error & { readonly code: string };
  /** False while the host is not known to have what it had before. */
  isBack: boolean;
}

/** The hosts that failed, in the order in which they did. */
export class FailureList {
  private readonly failures: Failure[] = [];

  get count(): number {
    return this.failures.length;
  }

  add(name: string, error: unknown, isBack: boolean): void {
    this.failures.push({ name, error: error as Failure['error'], isBack });
  }

  of(name: string): Failure | undefined {
    return this.failures.find((failure) => failure.name === name);
  }

  /** Those that are not known to be back. */
  get lost(): readonly string[] {
    return this.failures.filter(({ isBack }) => !isBack).map(({ name }) => name);
  }

  outcome({ name, action }: PlannedHost): HostOutcome {
    const failure = this.of(name);
    if (!failure) return { name, status: 'deployed' };
    const reason = hostReason(failure.error);
    if (action === 'unreachable') return { name, status: 'unreachable', reason };
    return { name, status: failure.isBack ? 'failed' : 'unknown', reason };
  }

  /** What a roll-out that took everything back ends with. */
  verdict(release: string): Error {
    const { lost } = this;
    const reason = this.failures.map(({ error }) => error.message.split('\n')[0]).join('; ');
    const failures = this.failures.map(({ name, error, isBack }) => ({
      name,
      isBack,
      code: error.code,
      message: error.message,
    }));
    const details = { release, failures };
    return lost.length === 0
      ? errors.make('CDEV_E_DEPLOY_RETURNED', { release, reason }, { details })
      : errors.make('CDEV_E_DEPLOY_MIXED', { release, reason, hosts: lost.join(', ') }, { details });
  }
}
