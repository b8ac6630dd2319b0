import type { AgentOffer } from '../target/stack-agents.ts';
import type { IntegrationReport, ReportedPullRequest } from './integration-report.ts';
import { inLine } from './in-line.ts';
import { resolutionsText } from './report-markdown.ts';
import { reviewMarkdown } from './reviews-of.ts';

/** One agent's part of the report, as the text of its pull request. */
export function offerMarkdown(
  report: IntegrationReport,
  { merge, on, base }: AgentOffer,
  opened: readonly ReportedPullRequest[],
): string {
  const { title, plan, target, merged } = report;
  const stands = on.map((agent) => {
    const url = opened.find((one) => one.agent === agent)?.url;
    return `- ${agent}${url === undefined ? '' : `: ${url}`}`;
  });
  const at = merged.findIndex(({ agent }) => agent === merge.agent);
  const before = merged.slice(0, at).map(({ agent }) => agent);
  return `${[
    `Part of **${inLine(title)}** (plan \`${plan}\`), by the agent \`${merge.agent}\`.`,
    ...(stands.length > 0 ? [`Stands on, and goes in after:\n\n${stands.join('\n')}`] : []),
    ...(on.length > 0 && base === target
      ? ['It has their commits in it, because it does not merge on theirs alone.']
      : []),
    checkedText(report, { merge, before }),
    ...resolutionsText(merge),
    ...reviewsText(merge),
    `${merge.files} ${merge.files === 1 ? 'file' : 'files'}; the agent's commit is \`${merge.tip.slice(0, 9)}\`.`,
  ].join('\n\n')}\n`;
}

function reviewsText({ reviewers = [] }: AgentOffer['merge']): string[] {
  if (reviewers.length === 0) return [];
  return [`To be reviewed by:\n\n${reviewers.map((review) => `- ${reviewMarkdown(review)}`).join('\n')}`];
}

/** What was tested is the tree of the queue, which is not always that of the pull request. */
function checkedText(
  { checks, merged, target, from }: IntegrationReport,
  { merge, before }: { readonly merge: AgentOffer['merge']; readonly before: readonly string[] },
): string {
  if (checks.length === 0) return 'Nothing was checked: the plan has no checks.';
  const results = merge.checks.map(({ name, reason }) => `- \`${inLine(name)}\`: ${inLine(reason)}`);
  const others =
    merged.length === 1 ? '' : before.length > 0 ? `, merged after ${before.join(', ')}` : ', merged first';
  const flaky = merge.flaky ? '\n\nIt passed at the second try.' : '';
  return `Checked in the merge queue on \`${target}\` at \`${from.slice(0, 9)}\`${others}:\n\n${results.join('\n')}${flaky}`;
}
