import { isCdevError } from '@cdev/core/errors';
import type { Context } from '@cdev/core/cli';
import pMap from 'p-map';
import type { Artefact } from '../artefact/artefact.ts';
import { prepareServices } from '../compose/services.ts';
import { errors } from '../errors.ts';
import { hostReason } from '../host-reason.ts';
import { prepare, prune, runHooks, settle, switchTo, type HeldHost } from '../host/host-steps.ts';
import { upload } from '../host/upload.ts';
import { previousOf, type DeployPlan, type PlannedHost } from '../plan/deploy-plan.ts';
import { activate } from './activate.ts';
import { FailureList, type HostOutcome } from './failure-list.ts';
import { atOnce } from './fleet.ts';
import type { HeldFleet } from './hold-fleet.ts';
import { passGate } from './pass-gate.ts';
import { returnHost } from './return-host.ts';
import type { Step } from './step.ts';

export interface RollOutOptions {
  readonly plan: DeployPlan;
  readonly held: HeldFleet;
  /** Undefined when nothing has to be uploaded. */
  readonly artefact: Artefact | undefined;
  /** Told before each step. */
  readonly onStep?: ((step: Step, host: string) => void) | undefined;
}

/**
 * Carries a plan out on hosts that are held.
 * @throws CDEV_E_DEPLOY_RETURNED when more failed than may, and all are back; CDEV_E_DEPLOY_MIXED when some are not; CDEV_E_DEPLOY_LOCK_LOST
 */
export async function rollOut(options: RollOutOptions, context: Context): Promise<HostOutcome[]> {
  return new RollOut(options, context).run();
}

class RollOut {
  private readonly failures = new FailureList();
  private readonly switched: PlannedHost[] = [];
  private readonly options: RollOutOptions;
  private readonly context: Context;

  constructor(options: RollOutOptions, context: Context) {
    this.options = options;
    this.context = context;
  }

  async run(): Promise<HostOutcome[]> {
    const { plan } = this.options;
    const reached = plan.hosts.filter(({ action }) => action !== 'unreachable');
    for (const { name, reason = '' } of plan.hosts.filter((host) => !reached.includes(host)))
      this.failures.add(name, errors.make('CDEV_E_DEPLOY_HOST_UNREACHABLE', { host: name, reason }), true);
    // Switched by a run that was killed: what follows either completes them or takes them back with the others.
    this.switched.push(
      ...reached.filter(({ unfinished, current }) => unfinished?.deed === 'complete' && current === plan.release.id),
    );
    await this.each(
      'Returning what was left unfinished',
      reached.filter(({ unfinished }) => unfinished?.deed === 'return'),
      (host) => this.finishEarlier(host),
    );
    await this.each(
      `Uploading ${plan.release.id}`,
      reached.filter(({ action }) => action !== 'present'),
      (host) => this.upload(host),
    );
    if (plan.action === 'deploy') await this.each('Preparing', reached, (host) => this.prepare(host));
    for (const [index, batch] of plan.batches.entries()) {
      const label = plan.batches.length === 1 ? 'Switching' : `Switching, batch ${index + 1} of ${plan.batches.length}`;
      await this.each(
        label,
        reached.filter(({ name }) => batch.includes(name)),
        (host) => this.switch(host),
      );
    }
    await this.each('Settling', reached, (host) => this.settle(host), false);
    return plan.hosts.map((host) => this.failures.outcome(host));
  }

  private held({ name }: PlannedHost): HeldHost {
    return this.options.held.host(name) as HeldHost;
  }

  private tell(step: Step, { name }: PlannedHost): void {
    this.context.log.debug('step', { step, host: name });
    this.options.onStep?.(step, name);
  }

  /** One phase on several hosts. Hosts that have failed are left out; when there are too many of them, everything is taken back. */
  private async each(
    label: string,
    hosts: readonly PlannedHost[],
    deed: (host: PlannedHost) => Promise<void>,
    counts = true,
  ): Promise<void> {
    const open = hosts.filter(({ name }) => !this.failures.of(name));
    if (open.length === 0) return;
    const task = this.context.progress.begin(label);
    let done = 0;
    await pMap(
      open,
      async (host) => {
        try {
          await deed(host);
        } catch (error) {
          this.stopAtOnce(error);
          this.failures.add(host.name, error, !this.switched.includes(host));
        }
        done += 1;
        task.update(`${done} of ${open.length}`);
      },
      { concurrency: atOnce },
    ).catch((error: unknown) => {
      task.failed();
      throw error;
    });
    const failed = open.flatMap(({ name }) => this.failures.of(name) ?? []);
    if (failed.length === 0) task.done();
    else task.failed(failed.map(({ name, error }) => `${name}: ${hostReason(error).split('\n')[0]}`).join('; '));
    if (counts && failed.length > 0) await this.answerFailures(failed.map(({ name }) => name));
  }

  /** What is no failure of a host: that our lock is lost, that we are interrupted, that we are at fault ourselves. */
  private stopAtOnce(error: unknown): void {
    if (this.options.held.hosts[0]?.context.signal.aborted) {
      const { reason } = this.options.held.hosts[0].context.signal as AbortSignal & { reason: unknown };
      throw isCdevError(reason) ? reason : error;
    }
    if (!isCdevError(error) || isCdevError(error, 'CDEV_E_DEPLOY_LOCK_LOST')) throw error;
    if (isCdevError(error, 'CDEV_E_DEPLOY_ARTEFACT_MOVED') && this.switched.length === 0) throw error;
  }

  private async answerFailures(failed: readonly string[]): Promise<void> {
    const { plan } = this.options;
    const isTooMuch = this.failures.count > plan.failureBudget;
    await this.takeBack(
      isTooMuch ? this.switched.toReversed() : this.switched.filter(({ name }) => failed.includes(name)),
    );
    if (isTooMuch) throw this.failures.verdict(plan.release.id);
  }

  private async takeBack(hosts: readonly PlannedHost[]): Promise<void> {
    if (hosts.length === 0) return;
    const { plan } = this.options;
    const task = this.context.progress.begin(`Taking back ${hosts.map(({ name }) => name).join(', ')}`);
    await pMap(
      hosts,
      async (host) => {
        this.tell('return', host);
        const known = this.failures.of(host.name);
        try {
          const isBad = plan.action === 'deploy';
          await returnHost(this.held(host), { from: plan.release.id, to: previousOf(host), isBad });
          if (known) known.isBack = true;
        } catch (error) {
          this.stopAtOnce(error);
          if (known) known.isBack = false;
          else this.failures.add(host.name, error, false);
        }
      },
      { concurrency: atOnce },
    );
    const lost = hosts.filter(({ name }) => this.failures.lost.includes(name));
    if (lost.length === 0) task.done();
    else task.failed(lost.map(({ name }) => name).join(', '));
  }

  private async finishEarlier(host: PlannedHost): Promise<void> {
    const { unfinished } = host;
    if (!unfinished) return;
    this.tell('return', host);
    await returnHost(this.held(host), { from: unfinished.release, to: unfinished.previous, isBad: true });
  }

  private async upload(host: PlannedHost): Promise<void> {
    const { artefact, plan } = this.options;
    if (!artefact)
      throw errors.make('CDEV_E_DEPLOY_RELEASE_MISSING', {
        release: plan.release.id,
        problem: `${host.name} does not have it`,
      });
    this.tell('upload', host);
    await upload(this.held(host), { artefact, release: plan.release.id, basis: host.basis });
  }

  private async prepare(host: PlannedHost): Promise<void> {
    this.tell('prepare', host);
    const held = this.held(host);
    const { id } = this.options.plan.release;
    await prepare(held, id);
    const { compose } = held.environment;
    if (compose) await prepareServices(held, compose, id);
    await runHooks(held, 'prepare', { release: id, previous: '' });
  }

  private async switch(host: PlannedHost): Promise<void> {
    const held = this.held(host);
    const move = { release: this.options.plan.release.id, previous: previousOf(host) };
    if (!this.switched.includes(host)) {
      if (move.previous !== '') {
        this.tell('drain', host);
        await runHooks(held, 'drain', { release: move.previous, previous: move.previous });
      }
      this.tell('switch', host);
      this.switched.push(host);
      await switchTo(held, move, this.options.plan.action);
    }
    this.tell('activate', host);
    await activate(held, move);
    this.tell('health', host);
    await passGate(held);
    this.tell('resume', host);
    await runHooks(held, 'resume', move);
  }

  private async settle(host: PlannedHost): Promise<void> {
    this.tell('settle', host);
    await settle(this.held(host), { release: this.options.plan.release.id, isBad: false });
    this.tell('prune', host);
    await prune(this.held(host), host.remove);
  }
}
