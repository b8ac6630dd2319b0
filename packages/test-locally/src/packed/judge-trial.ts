import type { BinTrial, ImportTrial, TypeTrial } from '@cdev/installed-package';
import type { PackedProblem, PackedTrial } from './packed-run.ts';

/** What of a trial keeps users from using the package, or is worth a look. */
export function judgeTrial(trial: PackedTrial): readonly PackedProblem[] {
  const about = { package: trial.package, manager: trial.manager };
  return [
    ...trial.bins.flatMap((bin) => binProblems(bin).map((problem) => ({ ...about, ...problem }))),
    ...trial.imports.flatMap((one) => importProblems(one).map((problem) => ({ ...about, ...problem }))),
    ...trial.types.flatMap((types) => typeProblems(types).map((problem) => ({ ...about, ...problem }))),
  ];
}

type Problem = Omit<PackedProblem, 'package' | 'manager'>;

function binProblems({ bin, args, outcome, reason, versionAgrees }: BinTrial): readonly Problem[] {
  const base = { what: 'bin' as const, subject: [bin, ...args].join(' ') };
  if (outcome === 'crashed' || outcome === 'not started')
    return [{ ...base, severity: 'error', reason: `${outcome}: ${reason}` }];
  if (outcome === 'refused')
    return [{ ...base, severity: 'warning', reason: `it does not know these words: ${reason}` }];
  if (versionAgrees === false)
    return [{ ...base, severity: 'error', reason: 'it names another version than the manifest' }];
  return [];
}

function importProblems({ specifier, how, outcome, code, reason }: ImportTrial): readonly Problem[] {
  if (outcome !== 'failed') return [];
  // A module that awaits at its top can only be imported; that is a choice.
  const isChoice = how === 'require' && (code === 'ERR_REQUIRE_ASYNC_MODULE' || code === 'ERR_REQUIRE_ESM');
  return [
    { what: how, subject: specifier, severity: isChoice ? 'warning' : 'error', reason: reason.split('\n')[0] ?? '' },
  ];
}

function typeProblems({ consumer, outcome, problems }: TypeTrial): readonly Problem[] {
  if (outcome !== 'failed') return [];
  const [first, ...others] = problems.map((problem) => textOf(problem));
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [{ what: 'types', subject: consumer, severity: 'error', reason: `${first ?? 'failed'}${more}` }];
}

function textOf({ file, line, code, entry, message }: TypeTrial['problems'][number]): string {
  const place = file === undefined ? (entry ?? '') : `${file}${line === undefined ? '' : `:${line}`}`;
  return [place, code, message].filter((part) => part !== '').join(' ');
}
