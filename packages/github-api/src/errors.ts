import { defineErrors, errorEntry } from '@cdev/core/errors';

type What = { what: string };

/** The details of an error of GitHub carry what its message is made of, for packages with words of their own. */
export const errors = defineErrors({
  CDEV_E_GITHUB_ADDRESS_INVALID: errorEntry<{ variable: string; problem: string }>({
    kind: 'environment',
    title: 'The address of GitHub cannot be used',
    message: ({ variable, problem }) => `The address in ${variable} cannot be used: ${problem}`,
    steps: ({ variable }) => [`Set ${variable} to an address that begins with https://, or unset it`],
  }),
  CDEV_E_GITHUB_TOKEN_UNUSABLE: errorEntry<{ variable: string }>({
    kind: 'environment',
    title: 'A token holds characters that no token has',
    message: ({ variable }) => `${variable} holds spaces, line ends or characters that cannot be in a token`,
    steps: ({ variable }) => [`Set ${variable} to the token and nothing else`],
  }),
  CDEV_E_GITHUB_TOKEN_REFUSED: errorEntry<What & { variable: string; reason: string }>({
    kind: 'environment',
    title: 'GitHub does not know the token (401)',
    message: ({ what, variable, reason }) =>
      `GitHub answered 401 to ${what}: it does not accept the token of ${variable}${tail(reason)}`,
    steps: ({ variable }) => [
      `Make a new token and set ${variable} to it`,
      'See what gh is logged in with: gh auth status',
    ],
  }),
  CDEV_E_GITHUB_FORBIDDEN: errorEntry<What & { reason: string }>({
    kind: 'environment',
    title: 'The token may not do this (403)',
    message: ({ what, reason }) => `GitHub answered 403 to ${what}${tail(reason)}`,
    steps: () => [
      'Use a token that may: in a workflow "permissions: contents: write", else one of somebody with the right',
    ],
  }),
  CDEV_E_GITHUB_NOT_FOUND: errorEntry<What & { status: string }>({
    kind: 'failure',
    title: 'GitHub has no such thing, or does not show it to this token (404, 410)',
    message: ({ what, status }) => `GitHub answered ${status} to ${what}: it is not there, or not for this token`,
    steps: () => ['Check owner and name of the repository', 'Check that the token may see it: gh auth status'],
  }),
  CDEV_E_GITHUB_REFUSED: errorEntry<What & { status: string; reason: string }>({
    kind: 'failure',
    title: 'GitHub refuses what was asked (422 and others)',
    message: ({ what, status, reason }) => `GitHub answered ${status} to ${what}${tail(reason)}`,
    steps: () => ['Mend what it names, and run it again'],
  }),
  CDEV_E_GITHUB_RATE_LIMITED: errorEntry<What & { until: string }>({
    kind: 'environment',
    title: 'GitHub is asked too often and did not recover in time (403, 429)',
    message: ({ what, until }) => `GitHub wants no more requests${until === '' ? '' : ` until ${until}`} (${what})`,
    steps: () => ['Run it again later; what is done stays done', 'With a token there are more requests: GITHUB_TOKEN'],
  }),
  CDEV_E_GITHUB_FAILING: errorEntry<What & { status: string }>({
    kind: 'environment',
    title: 'GitHub has a failure of its own (5xx)',
    message: ({ what, status }) => `GitHub could not be asked for ${what}: it answered ${status}`,
    steps: () => ['Run it again; what is done stays done'],
  }),
  CDEV_E_GITHUB_TIMED_OUT: errorEntry<What & { limit: string }>({
    kind: 'environment',
    title: 'GitHub did not answer in time',
    message: ({ what, limit }) => `GitHub did not answer ${what} within ${limit}`,
    steps: () => ['Run it again; what is done stays done'],
  }),
  CDEV_E_GITHUB_UNREACHABLE: errorEntry<What & { reason: string }>({
    kind: 'environment',
    title: 'GitHub cannot be reached',
    message: ({ what, reason }) => `GitHub could not be asked for ${what}: ${reason}`,
    steps: () => [
      'Check the network, and HTTPS_PROXY with NODE_USE_ENV_PROXY=1 if there is a proxy',
      'Run it again; what is done stays done',
    ],
  }),
  CDEV_E_GITHUB_ANSWER_MALFORMED: errorEntry<What & { problem: string }>({
    kind: 'failure',
    title: 'GitHub answered with something that cannot be understood',
    message: ({ what, problem }) => `GitHub gave an answer to ${what} that cannot be understood: ${problem}`,
    steps: () => ['Check that the address of GitHub is right and no proxy answers in its place: GITHUB_API_URL'],
  }),
});

function tail(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
