import type { BinTrial, ImportTrial, NpxTrial, TypeTrial } from '@cdev/installed-package';
import type { CheckOutcome } from '../report.ts';
import { outcomes, type CheckSubject } from './check.ts';
import { superseding } from './superseding.ts';

/** At most so many failures of one check are told. */
const shown = 5;

/**
 * Every bin starts. One that refuses `--help` or `--version` in words of its own runs; one that crashes, does not start, or names another version does
 * not do what was meant. One that keeps running (a server) is told.
 */
export function judgeBins(trials: readonly BinTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning, notRun } = outcomes('bins');
  if (trials.length === 0) return notRun('it has no bin');
  const bad = trials.filter(({ outcome }) => outcome === 'crashed' || outcome === 'not started');
  const other = trials.filter(({ versionAgrees }) => versionAgrees === false);
  const told = [
    ...bad.map(({ bin, args, outcome, reason }) => `${bin} ${args.join(' ')} ${outcome}: ${reason}`),
    ...other.map(({ bin, stdout }) => `${bin} --version says ${firstLine(stdout)}, not ${subject.one.version}`),
  ];
  if (told.length > 0) return failed(list(told), superseding(subject.one, subject.packument));
  const bins = [...new Set(trials.map(({ bin }) => bin))];
  const running = trials.filter(({ outcome }) => outcome === 'kept running');
  if (running.length > 0)
    return warning(
      `${running.map(({ bin, args }) => `${bin} ${args.join(' ')}`).join(', ')} kept running and was ended`,
    );
  return passed(`${bins.join(', ')} ${bins.length === 1 ? 'starts' : 'start'}`);
}

/** An entry works when it can be imported; that it cannot be required is what an ESM package may choose. */
export function judgeImports(trials: readonly ImportTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, notRun } = outcomes('imports');
  if (trials.length === 0) return notRun('it exports nothing that can be imported');
  const bad = trials.filter(({ outcome }) => outcome !== 'ok');
  const told = bad.map(({ how, specifier, code, reason }) => `${how} of ${specifier}: ${code ?? ''} ${reason}`.trim());
  if (told.length > 0) return failed(list(told), superseding(subject.one, subject.packument));
  const entries = [...new Set(trials.map(({ specifier }) => specifier))];
  return passed(
    entries.length === 1 ? `${entries[0] ?? ''} can be imported` : `${entries.length} entries can be imported`,
  );
}

/** The types compile for each kind of consumer that the package is for. */
export function judgeTypes(trials: readonly TypeTrial[], subject: CheckSubject): CheckOutcome {
  const { passed, failed, notRun } = outcomes('types');
  const ran = trials.filter(({ outcome }) => outcome !== 'not run');
  if (ran.length === 0) return notRun(trials[0]?.reason ?? 'it has no types');
  const told = ran.flatMap(({ consumer, outcome, problems }) =>
    outcome === 'failed'
      ? problems.map(
          ({ code, message, file, line }) =>
            `${consumer}: ${file === undefined ? '' : `${file}:${line ?? 0} `}${code} ${message}`,
        )
      : [],
  );
  if (ran.some(({ outcome }) => outcome === 'failed'))
    return failed(list(told), superseding(subject.one, subject.packument));
  return passed(
    `compile as ${ran.map(({ consumer }) => consumer).join(', ')} with TypeScript ${ran[0]?.typescript ?? ''}`,
  );
}

export function judgeNpx(trial: NpxTrial, subject: CheckSubject): CheckOutcome {
  const { passed, failed, warning } = outcomes('npx');
  const { outcome, reason, command } = trial;
  if (outcome === 'ok' || outcome === 'refused') return passed(`${command} runs`);
  if (outcome === 'kept running') return warning(`${command} kept running and was ended`);
  return failed(`${command} ${outcome}: ${reason}`, superseding(subject.one, subject.packument));
}

function list(told: readonly string[]): string {
  const more = told.length > shown ? [`and ${told.length - shown} more`] : [];
  return [...told.slice(0, shown), ...more].join('\n');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 60) ?? '';
}
