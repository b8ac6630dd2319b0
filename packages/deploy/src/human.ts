import { alignColumns, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { counted } from './counted.ts';
import type { ApplyResult } from './deploy.ts';
import type { DeployPlan, PlannedHost } from './plan/deploy-plan.ts';
import type { PlanResult } from './plan-deployment.ts';
import type { RecoverResult } from './recover-deployment.ts';
import type { MaintenanceResult } from './set-maintenance.ts';
import type { LogsResult } from './show-logs.ts';
import type { HostStatus, StatusResult } from './show-status.ts';
import type { TrustResult } from './trust-host.ts';
import type { UnlockResult } from './unlock-hosts.ts';

export function planText({ plan, isNothing }: PlanResult, page: Page): string {
  const { style } = page;
  if (isNothing)
    return `Every host of ${style.name(plan.environment)} has ${plan.release.id} already; nothing would be done\n`;
  const apply =
    plan.action === 'deploy'
      ? `\nApply it: cdev-deploy apply ${plan.environment} --plan ${plan.digest.slice(0, 12)}\n`
      : '';
  return `${planLines(plan, page).join('\n')}\n${apply}`;
}

function planLines(plan: DeployPlan, { style }: Page): string[] {
  const { release, environment, batches, failureBudget, action } = plan;
  const size = action === 'deploy' ? `  ${counted(release.files, 'file')}, ${bytesText(release.bytes)}` : '';
  const head = `${action === 'deploy' ? 'Deploy' : 'Go back to'} ${style.title(release.id)} ${action === 'deploy' ? 'to' : 'on'} ${style.name(environment)}${style.quiet(size)}`;
  const rows = batches.flatMap((batch, index) =>
    batch.map((name, at) => {
      const host = plan.hosts.find((one) => one.name === name) as PlannedHost;
      return [
        batches.length === 1 ? '' : at === 0 ? `batch ${index + 1}` : '',
        style.name(name),
        host.roles.join(' '),
        `${host.current ?? 'nothing'} → ${release.id}`,
        deedText(host),
      ];
    }),
  );
  const removed = plan.hosts.reduce((sum, { remove }) => sum + remove.length, 0);
  return [
    head,
    ...alignColumns(batches.length === 1 ? rows.map((row) => row.slice(1)) : rows, '  '),
    style.quiet(
      `  ${failureBudget === 0 ? 'the first failure takes all hosts back' : `more than ${counted(failureBudget, 'failing host')} ${failureBudget === 1 ? 'takes' : 'take'} all back`}${removed === 0 ? '' : `; ${counted(removed, 'old release')} ${removed === 1 ? 'is' : 'are'} removed`}`,
    ),
  ];
}

function deedText({ action, basis, unfinished, reason = '' }: PlannedHost): string {
  const deed = {
    send: 'upload all',
    link: `upload what differs from ${basis ?? ''}`,
    present: 'nothing to upload',
    unreachable: `cannot be reached: ${line(reason)}`,
  }[action];
  if (!unfinished) return deed;
  return unfinished.deed === 'complete'
    ? `${deed}; completes what was left unfinished`
    : `returns ${unfinished.release} to ${unfinished.previous === '' ? 'nothing' : unfinished.previous} first, then ${deed}`;
}

export function applyText({ plan, outcome, hosts, unrecorded }: ApplyResult, page: Page): string {
  const { style } = page;
  if (outcome === 'nothing')
    return `Every host of ${style.name(plan.environment)} has ${plan.release.id} already; nothing was done\n`;
  if (outcome === 'planned') return planText({ plan, isNothing: false }, page);
  const rows = hosts.map(({ name, status, reason }) => [
    status === 'deployed' ? style.good('✓') : style.bad('✗'),
    style.name(name),
    status === 'deployed'
      ? plan.release.id
      : { failed: 'has what it had before', unknown: 'is not known to be back', unreachable: 'cannot be reached' }[
          status
        ],
    reason === undefined ? '' : line(reason),
  ]);
  const gap = unrecorded === undefined ? [] : [`  ${style.warning('!')}  not recorded here: ${line(unrecorded)}`];
  return `${[...alignColumns(rows, '  '), ...gap].join('\n')}\n`;
}

export function statusText({ hosts }: StatusResult, page: Page): string {
  const { style } = page;
  const rows = hosts.map((host) => [
    markOf(host, page),
    style.name(host.name),
    host.state ? (host.state.current ?? 'nothing') : '',
    noteOf(host),
  ]);
  const services = hosts.flatMap(({ name, services: running = [] }) =>
    running.map(({ service, text, image }) => [style.name(name), service, line(text), style.quiet(shortImage(image))]),
  );
  const below = services.length === 0 ? [] : ['', ...alignColumns(services, '  ')];
  return `${[...alignColumns(rows, '  '), ...below].join('\n')}\n`;
}

/** As `docker ps` shows it, with as much of a digest as tells it from others. */
function shortImage(image: string): string {
  return line(image).replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1');
}

function markOf({ state, health }: HostStatus, { style }: Page): string {
  if (!state || health === 'ill') return style.bad('✗');
  return state.unfinished ? style.warning('!') : health === 'well' ? style.good('✓') : style.quiet('·');
}

function noteOf({ state, health, reason = '' }: HostStatus): string {
  if (!state) return `cannot be reached: ${line(reason)}`;
  const { lock, unfinished, isInMaintenance, releases } = state;
  return [
    health === 'ill' ? line(reason) : health === 'well' ? 'well' : 'health not asked',
    counted(releases.length, 'release'),
    ...(lock && lock.left > 0 ? [`held by ${line(lock.by)}`] : []),
    ...(unfinished ? [`${unfinished.release} was left unfinished`] : []),
    ...(isInMaintenance ? ['maintenance page on'] : []),
  ].join(', ');
}

export function logsText({ hosts }: LogsResult, { style }: Page): string {
  return hosts
    .map(({ name, entries, lines, brokenAt, reason }) => {
      const rows = entries.map(({ at, action, release, previous, by }) => [
        style.quiet(at),
        action,
        `${previous === '' ? 'nothing' : previous} → ${release === '' ? 'nothing' : release}`,
        by,
      ]);
      const faults = [
        ...(reason === undefined ? [] : [`  ${style.bad('✗')} ${line(reason)}`]),
        ...(brokenAt === undefined
          ? []
          : [`  ${style.bad('✗')} line ${brokenAt} does not fit the one before it: the record was changed`]),
      ];
      const body = [...alignColumns(rows, '  '), ...lines.map((text) => `  ${text}`), ...faults];
      return `${style.name(name)}\n${(body.length === 0 ? ['  nothing recorded'] : body).join('\n')}\n`;
    })
    .join('');
}

export function trustText({ host, keys, outcome, knownHosts }: TrustResult, { style }: Page): string {
  const head = {
    pinned: `Pinned the keys of ${style.name(host)} in ${knownHosts}`,
    same: `The keys of ${style.name(host)} are pinned already`,
    planned: `Would pin the keys of ${style.name(host)} in ${knownHosts}`,
  }[outcome];
  return `${head}\n${alignColumns(
    keys.map(({ type, fingerprint }) => [type, fingerprint]),
    '  ',
  ).join('\n')}\n`;
}

export function recoverText({ hosts, unreachable }: RecoverResult, { style }: Page): string {
  const rows = hosts.map(({ name, from, to, status, reason = '' }) => [
    status === 'failed' ? style.bad('✗') : status === 'returned' ? style.good('✓') : style.quiet('·'),
    style.name(name),
    `${from} → ${to === '' ? 'nothing' : to}`,
    status === 'planned' ? 'would be taken back' : line(reason),
  ]);
  const lost = unreachable.map((name) => `  ${style.bad('✗')}  ${style.name(name)}  cannot be reached`);
  if (rows.length === 0 && lost.length === 0) return 'No host is half deployed\n';
  return `${[...alignColumns(rows, '  '), ...lost].join('\n')}\n`;
}

export function unlockText({ hosts, isDryRun }: UnlockResult, { style }: Page): string {
  const rows = hosts.map(({ name, by }) => [
    style.name(name),
    by === undefined ? 'was not locked' : `${isDryRun ? 'held by' : 'taken from'} ${line(by)}`,
  ]);
  return `${alignColumns(rows, '  ').join('\n')}\n`;
}

export function maintenanceText({ state, isDryRun, hosts }: MaintenanceResult, { style }: Page): string {
  const rows = hosts.map(({ name, reason }) => [
    reason === undefined ? style.good('✓') : style.bad('✗'),
    style.name(name),
    reason === undefined ? `maintenance page ${isDryRun ? `would be ${state}` : state}` : line(reason),
  ]);
  return `${alignColumns(rows, '  ').join('\n')}\n`;
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
