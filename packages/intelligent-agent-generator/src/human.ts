import { alignColumns, truncateText, wrapText, type Page } from '@cdev/core/cli';
import type { AgentBrief } from './brief/agent-brief.ts';
import { targets } from './definition/targets.ts';
import type { GeneratedFile, GenerateResult } from './intelligent-agent-generator.ts';
import { leftOutText } from './pack/render-pack.ts';
import { adviceText } from './llm/advice.ts';
import type { RankResult } from './rank-request.ts';

/** A pack that is not written to a file is the output itself, as it can be piped; of a file it is said what is in it. */
export function generateText(result: GenerateResult, page: Page): string {
  const { text, file, explain, brief } = result;
  const explanation = explain ? explanationText(brief, page) : '';
  if (!file) return explain ? `${text}\n${explanation}` : text;
  const parts = [summaryText(result, page), ...(explain ? [explanation] : []), fileText(file, page)];
  return [...parts, ...(file.isWritten || file.action === 'unchanged' ? [] : [text])].join('\n');
}

function summaryText(
  { brief, target, tokens, maxTokens, leftOut, advice }: GenerateResult,
  { style, columns }: Page,
): string {
  const { name, role, requirement, files, toMake, criteria, companions, risks, estimate } = brief;
  const commands = criteria.filter(({ command }) => command !== undefined).length;
  const paths = files.map(({ path, reasons }) => [path, style.quiet(reasons[0] ?? '')]);
  const made = toMake.map((path) => [path, style.quiet('to be made')]);
  const facts = [
    ['criteria', `${criteria.length}, ${commands} of them ${commands === 1 ? 'a command' : 'commands'}`],
    ['risks', String(risks.length)],
    ['changes together', String(companions.length)],
    ['estimate', `about ${estimate.minutes} min, ${estimate.files} ${estimate.files === 1 ? 'file' : 'files'}`],
    ['tokens', `about ${grouped(tokens)} of ${grouped(maxTokens)}`],
  ];
  return [
    `${style.name(name)}  ${style.title(truncateText(requirement.title, Math.max(20, columns - name.length - 2)))}`,
    style.quiet(`${role}, for ${targets[target].title}`),
    '',
    ...alignColumns([...paths, ...made], '  ').map((line) => truncateText(line, columns)),
    '',
    ...alignColumns(
      facts.map(([title = '', value = '']) => [style.quiet(title), value]),
      '  ',
    ),
    ...(advice
      ? [`${advice.problem === undefined ? style.quiet('·') : style.warning('!')} ${adviceText(advice)}`]
      : []),
    ...(leftOut.length > 0 ? [`${style.warning('!')} ${leftOutText(leftOut, maxTokens)}`] : []),
    '',
  ].join('\n');
}

function grouped(number: number): string {
  return number.toLocaleString('en');
}

const done: Readonly<Record<GeneratedFile['action'], string>> = {
  create: 'written to',
  replace: 'replaced',
  unchanged: 'unchanged in',
  'add-section': 'section added to',
  'replace-section': 'section replaced in',
};

function fileText({ path, action, doubt, isWritten, kept }: GeneratedFile, { style }: Page): string {
  const isDryRun = !isWritten && action !== 'unchanged';
  const first = isDryRun
    ? `${style.quiet(`not written (dry run); it would be ${done[action]}`)} ${path}`
    : `${style.quiet(done[action])} ${path}`;
  return [
    first,
    ...(isDryRun && doubt !== undefined
      ? [`${style.warning('!')} ${path} ${doubt}: it is replaced only with --yes`]
      : []),
    ...(kept === undefined ? [] : [`${style.quiet('what was there before is kept in')} ${kept}`]),
    '',
  ].join('\n');
}

/** Every file with all its reasons, then what was decided and why. */
function explanationText({ files, decisions }: AgentBrief, { style, columns }: Page): string {
  const reasons = files.flatMap(({ path, score, reasons: all, tests }) => [
    `  ${score.toFixed(2)}  ${style.name(path)}`,
    ...[...all, ...tests.map((test) => `covered by ${test}`)].flatMap((reason) =>
      wrapText(reason, columns - 10).map((line, at) => style.quiet(`        ${at === 0 ? '·' : ' '} ${line}`)),
    ),
  ]);
  const decided = decisions.flatMap(({ decision, reason }) =>
    wrapText(`${decision}: ${reason}`, columns - 2).map((line) => `  ${line}`),
  );
  return [style.title('Why these files'), ...reasons, '', style.title('What was decided'), ...decided, ''].join('\n');
}

/** One line a file: score, path, reasons as far as they fit. */
export function rankText({ files }: RankResult, { style, columns }: Page): string {
  if (files.length === 0) return 'Nothing in the repository has a sign of this request\n';
  const width = Math.max(...files.map(({ path }) => path.length));
  const room = Math.max(30, columns - Math.min(width, 60) - 10);
  const rows = files.map(({ path, score, reasons }) => [
    style.quiet(score.toFixed(2)),
    path,
    style.quiet(truncateText(reasons.join('; '), room)),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
