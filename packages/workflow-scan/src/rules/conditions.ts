import type { DocumentNode } from '@cdev/artefact-document';
import { textOf, type JobView, type WorkflowFile } from '../source/workflow-file.ts';
import type { Rule, RuleFinding } from './rule.ts';

const botActor =
  /github(?:\.|\[')(actor|triggering_actor)(?:'\])?\s*==\s*'[\w-]+\[bot\]'|'[\w-]+\[bot\]'\s*==\s*github\.(actor|triggering_actor)\b|(?<!!\s*)contains\([^)]*\[bot\][^)]*\),?\s*github\.(actor|triggering_actor)\s*\)|(?<!!\s*)(contains|startsWith|endsWith)\(\s*github\.(actor|triggering_actor)\s*,\s*'[\w-]*(bot|renovate)[^']*'\s*\)/i;

/** `github.actor == 'dependabot[bot]'` says who acted last, not whose code it is. */
export const spoofableActor: Rule = {
  id: 'spoofable-actor',
  url: 'https://www.synacktiv.com/publications/github-actions-exploitation-dependabot',
  check: (file) => {
    if (!file.events.has('pull_request_target') && !file.events.has('workflow_run')) return [];
    return conditionsIn(file).flatMap(({ job, node }): RuleFinding[] => {
      const text = textOf(node) ?? '';
      // Who opened it is asked too; with `||` either is enough.
      const isAsked = text.includes('pull_request.user.login') && !text.includes('||');
      if (!botActor.test(text) || isAsked) return [];
      return [
        {
          title: 'Who acted last is taken for whose code it is',
          severity: 'high',
          confidence: 'medium',
          reasons: ['a stranger can let the bot act on a pull request of theirs, and the condition holds'],
          places: [{ path: file.path, line: node.line, column: node.column, note: botActor.exec(text)?.[0] ?? '' }],
          mend: { text: 'Ask who opened it: github.event.pull_request.user.login' },
          context: `${job.id} ${text}`,
        },
      ];
    });
  },
};

const substring =
  /(?<!!\s*)contains\(\s*'[^']*[\s,;|][^']*'\s*,\s*(github\.(?:ref|ref_name|head_ref|base_ref|actor|triggering_actor)|env\.GITHUB_(?:REF|REF_NAME|ACTOR))\s*\)/i;

/** A list written as one text: what is a part of it is in it too. */
export const conditionContains: Rule = {
  id: 'condition-contains',
  url: 'https://docs.github.com/actions/reference/workflows-and-actions/expressions#contains',
  check: (file) =>
    conditionsIn(file).flatMap(({ job, node }): RuleFinding[] => {
      const [shown, asked = ''] = substring.exec(textOf(node) ?? '') ?? [];
      if (shown === undefined) return [];
      return [
        {
          title: `A condition holds for every part of a text: ${asked}`,
          severity: 'medium',
          confidence: 'medium',
          reasons: [
            "contains looks for a part of a text: of 'main,prod' also m, in and n,p are one, and a branch or a user can be called so",
          ],
          places: [{ path: file.path, line: node.line, column: node.column, note: shown }],
          mend: { text: `Make a list of it: contains(fromJSON('["main", "prod"]'), ${asked})` },
          context: `${job.id} ${shown}`,
        },
      ];
    }),
};

/** A condition that is a text with more than the expression in it, and so always true. */
export const conditionAlwaysTrue: Rule = {
  id: 'condition-always-true',
  url: 'https://docs.github.com/actions/reference/workflows-and-actions/expressions',
  check: (file) =>
    conditionsIn(file).flatMap(({ job, node }): RuleFinding[] => {
      const { value } = node;
      if (typeof value !== 'string' || !value.includes('${{')) return [];
      const [, inside] = /^\$\{\{([\s\S]*)\}\}$/.exec(value) ?? [];
      if (inside !== undefined && !inside.includes('${{')) return [];
      return [
        {
          title: 'A condition is always true',
          severity: 'medium',
          confidence: 'high',
          reasons: [
            value.trim() === value
              ? 'there is more in it than one expression: GitHub makes a text of it, and a text that is not empty is true'
              : 'there is white space around the expression: the whole is a text, and a text that is not empty is true',
          ],
          places: [{ path: file.path, line: node.line, column: node.column }],
          mend: { text: 'Write the condition as one expression, without ${{ }}' },
          context: `${job.id} ${value}`,
        },
      ];
    }),
};

/** What `if:` says of the jobs and their steps. */
function conditionsIn({ jobs }: WorkflowFile): readonly { readonly job: JobView; readonly node: DocumentNode }[] {
  return jobs.flatMap((job) =>
    [job.node, ...job.steps.map((step) => step.node)].flatMap((owner) => {
      const node = owner.entries?.get('if');
      return node === undefined ? [] : [{ job, node }];
    }),
  );
}
