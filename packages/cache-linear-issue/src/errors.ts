import { defineErrors, errorEntry } from '@cdev/core/errors';

type Service = { service: string };

export const errors = defineErrors({
  CDEV_E_CACHE_ISSUE_NOTHING_ASKED: errorEntry({
    kind: 'usage',
    title: 'Neither an issue nor a group of issues was named',
    message: () => 'There is nothing to fetch: no issue was named',
    steps: () => [
      'Name issues: cdev-cache-linear-issue ENG-123',
      'Or a group of them: --team, --project, --cycle or --query',
    ],
  }),
  CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN: errorEntry<{ reference: string; problem: string }>({
    kind: 'usage',
    title: 'The text names no issue in a form that is known',
    message: ({ reference, problem }) => `"${reference}" names no issue: ${problem}`,
    steps: () => ['Give ENG-123, owner/repository#12, an address of an issue, a Markdown or YAML file, or -'],
  }),
  CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN: errorEntry<{ reference: string; problem: string }>({
    kind: 'usage',
    title: 'A number alone does not say which GitHub repository is meant',
    message: ({ reference, problem }) =>
      `${reference} belongs to a GitHub repository, and which one is not known here: ${problem}`,
    steps: ({ reference }) => [`Name it: owner/repository#${reference.replace('#', '')}`],
  }),
  CDEV_E_CACHE_ISSUE_GROUP_UNSUPPORTED: errorEntry<{ problem: string }>({
    kind: 'usage',
    title: 'A group of issues was asked for in a way that does not work',
    message: ({ problem }) => problem,
    steps: () => ['Use --team, --project, --cycle and --query with Linear and the network only'],
  }),
  CDEV_E_CACHE_ISSUE_NUMBER_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A number is outside what is possible',
    message: ({ option, value }) => `${option} cannot be ${value}`,
    steps: ({ option }) => [`Give ${option} a whole number from 1 to 32`],
  }),
  CDEV_E_CACHE_ISSUE_KEY_MISSING: errorEntry({
    kind: 'environment',
    title: 'There is no key for the Linear API',
    message: () => 'LINEAR_API_KEY is not set, so Linear cannot be asked',
    steps: () => [
      'Make a key in Linear under Settings, Security & access, Personal API keys, and set LINEAR_API_KEY to it',
      'Or use what is cached: --offline',
    ],
  }),
  CDEV_E_CACHE_ISSUE_KEY_UNUSABLE: errorEntry<{ variable: string }>({
    kind: 'environment',
    title: 'A key holds characters that no key has',
    message: ({ variable }) => `${variable} holds spaces, line ends or characters that cannot be in a key`,
    steps: ({ variable }) => [`Set ${variable} to the key and nothing else`],
  }),
  CDEV_E_CACHE_ISSUE_KEY_REFUSED: errorEntry<Service & { variable: string }>({
    kind: 'environment',
    title: 'The service does not know the key (401)',
    message: ({ service, variable }) => `${service} does not accept the key in ${variable}`,
    steps: ({ variable }) => [`Make a new key and set ${variable} to it`],
  }),
  CDEV_E_CACHE_ISSUE_FORBIDDEN: errorEntry<Service & { reason: string }>({
    kind: 'environment',
    title: 'The key is known and may not see this (403)',
    message: ({ service, reason }) => `${service} refuses access${reason === '' ? '' : `: ${reason}`}`,
    steps: ({ service }) => [`Use a key of somebody who can see the issue in ${service}`],
  }),
  CDEV_E_CACHE_ISSUE_ADDRESS_INVALID: errorEntry<{ variable: string; problem: string }>({
    kind: 'environment',
    title: 'The address of a service cannot be used',
    message: ({ variable, problem }) => `The address in ${variable} cannot be used: ${problem}`,
    steps: ({ variable }) => [`Set ${variable} to an address that begins with https://, or unset it`],
  }),
  CDEV_E_CACHE_ISSUE_NOT_FOUND: errorEntry<Service & { id: string }>({
    kind: 'failure',
    title: 'The service knows no such issue',
    message: ({ service, id }) => `${service} knows no issue ${id}, or does not show it to this key`,
    steps: ({ id }) => [`Check the id ${id}`, 'Check that the key belongs to the workspace or account of the issue'],
  }),
  CDEV_E_CACHE_ISSUE_RATE_LIMITED: errorEntry<Service & { until: string }>({
    kind: 'environment',
    title: 'The service is asked too often and did not recover in time',
    message: ({ service, until }) => `${service} wants no more requests${until === '' ? '' : ` until ${until}`}`,
    steps: () => ['Run the same command again later; what was fetched stays cached', 'Wait longer with --max-wait'],
  }),
  CDEV_E_CACHE_ISSUE_TIMED_OUT: errorEntry<Service & { limit: string }>({
    kind: 'environment',
    title: 'The service did not answer in time',
    message: ({ service, limit }) => `${service} did not answer within ${limit}`,
    steps: () => ['Run the same command again', 'Give it more time with --time-limit', 'Use what is cached: --offline'],
  }),
  CDEV_E_CACHE_ISSUE_NO_NETWORK: errorEntry<Service & { reason: string }>({
    kind: 'environment',
    title: 'The service cannot be reached',
    message: ({ service, reason }) => `${service} cannot be reached: ${reason}`,
    steps: () => [
      'Check the network, and HTTPS_PROXY with NODE_USE_ENV_PROXY=1 if there is a proxy',
      'Use what is cached: --offline',
    ],
  }),
  CDEV_E_CACHE_ISSUE_SERVICE_FAILED: errorEntry<Service & { status: string }>({
    kind: 'environment',
    title: 'The service answered with a failure of its own',
    message: ({ service, status }) => `${service} answered with status ${status}`,
    steps: () => ['Run the same command again later', 'Use what is cached: --offline'],
  }),
  CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED: errorEntry<Service & { problem: string }>({
    kind: 'failure',
    title: 'The service answered with something that is no issue',
    message: ({ service, problem }) => `${service} gave an answer that cannot be understood: ${problem}`,
    steps: ({ service }) => [
      `Check that the address of ${service} is right and no proxy answers in its place`,
      'Use what is cached: --offline',
    ],
  }),
  CDEV_E_CACHE_ISSUE_QUERY_REFUSED: errorEntry<Service & { reason: string }>({
    kind: 'failure',
    title: 'The service refused the question',
    message: ({ service, reason }) => `${service} refused the question: ${reason}`,
    steps: () => [
      'Check the names given with --team, --project, --cycle and --query',
      'Update this script if the service has changed',
    ],
  }),
  CDEV_E_CACHE_ISSUE_NOT_CACHED: errorEntry<{ id: string; folder: string }>({
    kind: 'failure',
    title: 'The issue is not cached, and the network may not be used',
    message: ({ id, folder }) => `${id} is not cached in ${folder}`,
    steps: ({ id }) => [`Fetch it while there is a network: cdev-cache-linear-issue ${id}`],
  }),
  CDEV_E_CACHE_ISSUE_COPY_UNREADABLE: errorEntry<{ file: string; problem: string }>({
    kind: 'failure',
    title: 'The cached copy cannot be used',
    message: ({ file, problem }) => `The cached copy ${file} cannot be used: ${problem}`,
    steps: ({ file }) => ['Fetch it again with --refresh', `Or mend or remove ${file}`],
  }),
});
