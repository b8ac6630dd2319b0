import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PLAN_NOT_FOUND: errorEntry<{ reference: string; known: string }>({
    kind: 'usage',
    title: 'There is no such deployment plan',
    message: ({ reference, known }) =>
      `No deployment plan ${reference === '' ? 'has been made here' : `is called "${reference}"`}${known === '' ? '' : `; there are: ${known}`}`,
    steps: () => ['Make one: cdev decompose-parallel <issue>', "Or give the plan's file instead of its id"],
  }),
  CDEV_E_PLAN_AMBIGUOUS: errorEntry<{ reference: string; matches: string }>({
    kind: 'usage',
    title: 'Several deployment plans go by that name',
    message: ({ reference, matches }) => `"${reference}" can be any of: ${matches}`,
    steps: () => ['Give the whole id of the one you mean'],
  }),
  CDEV_E_PLAN_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: "The deployment plan's file cannot be read",
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: ({ file }) => [`Check that ${file} is a file that you may read`],
  }),
  CDEV_E_PLAN_SYNTAX: errorEntry<{ place: string; problem: string }>({
    kind: 'usage',
    title: 'The file is neither YAML nor JSON',
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ place }) => [`Mend the text at ${place}`],
  }),
  CDEV_E_PLAN_NOT_A_PLAN: errorEntry<{ file: string; found: string }>({
    kind: 'usage',
    title: 'The file is readable but is no deployment plan',
    message: ({ file, found }) => `${file} is no deployment plan: expected a mapping with "agents", found ${found}`,
    steps: () => ['Give the file of a plan', 'Make a plan: cdev decompose-parallel <issue>'],
  }),
  CDEV_E_PLAN_INVALID: errorEntry<{ problems: string }>({
    kind: 'usage',
    title: 'A field of the deployment plan is missing or has the wrong form',
    message: ({ problems }) => `The deployment plan cannot be used:\n${problems}`,
    steps: () => ['Mend the fields named above', 'Or make the plan anew: cdev decompose-parallel <issue>'],
  }),
  CDEV_E_PLAN_NEWER: errorEntry<{ place: string; found: string; known: string }>({
    kind: 'environment',
    title: 'The deployment plan was written by a newer version',
    message: ({ place, found, known }) =>
      `${place}: schemaVersion is ${found}, and this version reads plans up to ${known}`,
    steps: () => ['Update: npm install --global @cdev/cli@latest'],
  }),
  CDEV_E_PLAN_UNSOUND: errorEntry<{ plan: string; count: string; findings: string }>({
    kind: 'failure',
    title: 'The deployment plan contradicts itself',
    message: ({ plan, count, findings }) => `Plan ${plan} has ${count}:\n${findings}`,
    steps: () => [
      'Mend the plan as said behind each arrow',
      'See all findings: cdev decompose-parallel --check <plan>',
    ],
  }),
  CDEV_E_PLAN_CYCLE: errorEntry<{ cycle: string }>({
    kind: 'failure',
    title: 'Agents of the plan wait for each other in a circle',
    message: ({ cycle }) => `These agents wait for each other: ${cycle}`,
    steps: () => ['Remove one of these dependencies from dependsOn'],
  }),
  CDEV_E_PLAN_AGENT_UNKNOWN: errorEntry<{ plan: string; agent: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no such agent',
    message: ({ plan, agent, known }) => `Plan ${plan} has no agent "${agent}"; it has: ${known}`,
    steps: () => ['Choose one of the agents named above'],
  }),
  CDEV_E_PLAN_PATTERN_INVALID: errorEntry<{ pattern: string; reason: string }>({
    kind: 'usage',
    title: 'A path pattern cannot be used',
    message: ({ pattern, reason }) => `The pattern ${pattern} ${reason}`,
    steps: () => ['Write it as several simpler patterns'],
  }),
  CDEV_E_PLAN_PATH_SHARED: errorEntry<{ path: string; shared: string }>({
    kind: 'usage',
    title: 'The path is shared, and a shared path has no owner',
    message: ({ path, shared }) => `${path} is declared as shared in the plan (${shared}), so no agent can own it`,
    steps: () => [
      'Write it as the agent is: a shared path is merged by its rule',
      'Or change the plan\'s "shared" list',
    ],
  }),
  CDEV_E_PLAN_PATH_TAKEN: errorEntry<{ path: string; owner: string; pattern: string; agent: string }>({
    kind: 'failure',
    title: 'The path belongs to another agent',
    message: ({ path, owner, pattern }) =>
      path === pattern ? `${path} belongs to ${owner}` : `${path} belongs to ${owner} (${pattern})`,
    steps: ({ path, owner, agent }) => [
      `Ask ${owner} for the change instead`,
      `Or hand it over, if ${owner} has not changed it: cdev-agent-commit claim '${path}' --agent ${agent} --from ${owner}`,
    ],
  }),
  CDEV_E_PLAN_PATH_IN_PATTERN: errorEntry<{ path: string; agent: string; pattern: string }>({
    kind: 'failure',
    title: 'The path is owned as part of a pattern, and only the whole pattern can change hands',
    message: ({ path, agent, pattern }) => `${agent} owns ${path} as part of "${pattern}", which cannot be cut`,
    steps: ({ pattern }) => [`Hand over the whole of it: '${pattern}'`, 'Or write the plan with narrower patterns'],
  }),
  CDEV_E_PLAN_PATH_NOT_OWNED: errorEntry<{ path: string; agent: string }>({
    kind: 'usage',
    title: 'The agent that is to give the path up does not own it',
    message: ({ path, agent }) => `${agent} does not own ${path}, so it cannot give it up`,
    steps: () => ['Leave --from out: nobody owns it'],
  }),
  CDEV_E_PLAN_PATH_PROMISED: errorEntry<{ path: string; agent: string; promise: string }>({
    kind: 'failure',
    title: 'The agent has promised a file there',
    message: ({ path, agent, promise }) => `${agent} promises ${promise}, so it cannot release ${path}`,
    steps: ({ path }) => [
      `Let another agent take it over: cdev-agent-commit claim '${path}' --agent <agent> --from <agent>`,
    ],
  }),
});
