import { defineErrors, errorEntry } from '@cdev/core/errors';

type Host = { host: string };

export const errors = defineErrors({
  CDEV_E_DEPLOY_CONFIG_MISSING: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'There is no file that says what is deployed where',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: () => ['Write a cdev.deploy.yaml there (its README has one to begin with)', 'Or give another with --file'],
  }),
  CDEV_E_DEPLOY_CONFIG_INVALID: errorEntry<{ problems: string }>({
    kind: 'usage',
    title: 'The file that says what is deployed where has faults',
    message: ({ problems }) => `The deploy file has faults:\n${problems}`,
    steps: () => ['Mend the fields that are named'],
  }),
  CDEV_E_DEPLOY_ENVIRONMENT_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'The deploy file has no environment of that name',
    message: ({ name }) => `There is no environment "${name}"`,
    steps: ({ known }) => [`Choose one of: ${known}`],
  }),
  CDEV_E_DEPLOY_HOST_UNKNOWN: errorEntry<Host & { known: string }>({
    kind: 'usage',
    title: 'The environments have no host of that name',
    message: ({ host }) => `There is no host "${host}"`,
    steps: ({ known }) => [`Choose one of: ${known}`],
  }),
  CDEV_E_DEPLOY_STATE_UNKNOWN: errorEntry<{ state: string }>({
    kind: 'usage',
    title: 'The maintenance page can only be on or off',
    message: ({ state }) => `The maintenance page cannot be "${state}"`,
    steps: () => ['Say on or off: cdev-deploy maintenance production on'],
  }),
  CDEV_E_DEPLOY_ARTEFACT_UNUSABLE: errorEntry<{ artefact: string; problem: string }>({
    kind: 'failure',
    title: 'What is to be deployed cannot be read, or is not there',
    message: ({ artefact, problem }) => `${artefact} cannot be deployed: ${problem}`,
    steps: () => ['Build it, then deploy again', 'Check "artefact" in the deploy file, or --artefact'],
  }),
  CDEV_E_DEPLOY_ARTEFACT_MOVED: errorEntry<{ artefact: string }>({
    kind: 'failure',
    title: 'What is to be deployed changed while it was being uploaded',
    message: ({ artefact }) => `${artefact} changed while it was being uploaded; nothing was switched`,
    steps: () => ['Wait until the build has ended, then deploy again'],
  }),
  CDEV_E_DEPLOY_RELEASE_NAME_INVALID: errorEntry<{ name: string; problem: string }>({
    kind: 'usage',
    title: 'A release cannot have that name',
    message: ({ name, problem }) => `A release cannot be called "${name}": ${problem}`,
    steps: () => ['Give a name of letters, digits, dot, dash and underscore that no other release has'],
  }),
  CDEV_E_DEPLOY_HOST_UNREACHABLE: errorEntry<Host & { reason: string }>({
    kind: 'environment',
    title: 'A host cannot be reached over SSH',
    message: ({ host, reason }) => `${host} cannot be reached: ${reason}`,
    steps: ({ host }) => [`Try it by hand: ssh ${host}`],
  }),
  CDEV_E_DEPLOY_HOST_REFUSED: errorEntry<Host & { reason: string }>({
    kind: 'environment',
    title: 'A host does not accept the key',
    message: ({ host, reason }) => `${host} does not let us in: ${reason}`,
    steps: ({ host }) => [`Add your public key to the account on ${host}, or name another with identityFile`],
  }),
  CDEV_E_DEPLOY_HOST_KEY_UNKNOWN: errorEntry<Host>({
    kind: 'environment',
    title: 'The key of a host has not been pinned',
    message: ({ host }) => `The key of ${host} is not pinned, so it could be anybody`,
    steps: ({ host }) => [`Look at its fingerprints and pin it: cdev-deploy trust ${host}`],
  }),
  CDEV_E_DEPLOY_HOST_KEY_AUTHORITY: errorEntry<Host>({
    kind: 'environment',
    title: 'Only a certificate authority vouches for a host, which is not checked without OpenSSH',
    message: ({ host }) => `For ${host} there is only a line with @cert-authority, which ssh2 cannot check`,
    steps: ({ host }) => ['Install the OpenSSH client', `Or pin the key of the host: cdev-deploy trust ${host}`],
  }),
  CDEV_E_DEPLOY_SSH_MISSING: errorEntry({
    kind: 'environment',
    title: 'There is no way to speak to hosts over SSH',
    message: () => 'Neither is ssh on PATH, nor is the library ssh2 installed beside this script',
    steps: () => ['Install the OpenSSH client', 'Or install the library in the same place: npm install ssh2'],
  }),
  CDEV_E_DEPLOY_HOST_KEY_CHANGED: errorEntry<Host & { change: string }>({
    kind: 'environment',
    title: 'A host shows another key than the one pinned',
    message: ({ host, change }) => `${host} shows another key than the one pinned${change}`,
    steps: ({ host }) => [
      'Ask whoever runs the host; somebody may stand between you and it',
      `When the change is right, pin the new key: cdev-deploy trust ${host} --replace`,
    ],
  }),
  CDEV_E_DEPLOY_FINGERPRINT_DIFFERENT: errorEntry<Host & { wanted: string; shown: string }>({
    kind: 'failure',
    title: 'No key of the host has the fingerprint that was given',
    message: ({ host, wanted, shown }) => `No key of ${host} has the fingerprint ${wanted}; it shows ${shown}`,
    steps: () => ['Compare with what the host itself says: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'],
  }),
  CDEV_E_DEPLOY_HOST_LOST: errorEntry<Host & { step: string }>({
    kind: 'failure',
    title: 'The connection to a host ended in the middle of a step',
    message: ({ host, step }) => `The connection to ${host} ended during "${step}"; how far it came is not known`,
    steps: () => ['Run the same command again: it asks the hosts what was done, and completes or returns it'],
  }),
  CDEV_E_DEPLOY_HOST_LACKS: errorEntry<Host & { tools: string }>({
    kind: 'environment',
    title: 'A host lacks a program that is needed there',
    message: ({ host, tools }) => `${host} lacks ${tools}`,
    steps: () => ['Install them there: tar, coreutils and util-linux have them, and so has BusyBox'],
  }),
  CDEV_E_DEPLOY_STEP_FAILED: errorEntry<Host & { step: string; reason: string }>({
    kind: 'failure',
    title: 'A step failed on a host',
    message: ({ host, step, reason }) => `"${step}" failed on ${host}: ${reason}`,
    steps: () => ['Read what it said above, mend it and deploy again'],
  }),
  CDEV_E_DEPLOY_LOCKED: errorEntry<Host & { owner: string; until: string; environment: string }>({
    kind: 'failure',
    title: 'Another deployment holds the lock',
    message: ({ host, owner, until }) => `${host} is locked by ${owner} (its lease ends in ${until} unless renewed)`,
    steps: ({ environment }) => [
      'Wait for it to end, then deploy again',
      `When it is dead for certain: cdev-deploy unlock ${environment}`,
    ],
  }),
  CDEV_E_DEPLOY_LOCK_LOST: errorEntry<Host>({
    kind: 'failure',
    title: 'The lock was taken over by another deployment',
    message: ({ host }) =>
      `The lock of ${host} is another deployment's now; this one has stopped and touches nothing more`,
    steps: () => ['Look at what the hosts have: cdev-deploy status'],
  }),
  CDEV_E_DEPLOY_MOVED: errorEntry<{ moves: string }>({
    kind: 'failure',
    title: 'What was planned for is not so any more',
    message: ({ moves }) => `The world has moved since the plan was made: ${moves}`,
    steps: () => ['Make a new plan and look at it: cdev-deploy plan'],
  }),
  CDEV_E_DEPLOY_PLAN_UNKNOWN: errorEntry<{ plan: string }>({
    kind: 'usage',
    title: 'There is no plan of that digest',
    message: ({ plan }) => `No plan with the digest ${plan} was made here`,
    steps: () => ['Make one and give its digest: cdev-deploy plan'],
  }),
  CDEV_E_DEPLOY_RECORD_UNWRITABLE: errorEntry<{ place: string; reason: string }>({
    kind: 'environment',
    title: "This machine's plans and record of deployments cannot be written",
    message: ({ place, reason }) => `${place} cannot be written (${reason}), so nobody would know what was deployed`,
    steps: () => ['Make room there, or make it writable', 'Or choose another folder with CDEV_HOME'],
  }),
  CDEV_E_DEPLOY_SECRET_MISSING: errorEntry<{ secret: string; problem: string }>({
    kind: 'environment',
    title: 'A secret cannot be had from where it should come from',
    message: ({ secret, problem }) => `The secret ${secret} cannot be had: ${problem}`,
    steps: ({ secret }) => [`Check the reference of ${secret} in the deploy file`],
  }),
  CDEV_E_DEPLOY_INTERRUPTED: errorEntry<{ environment: string; stands: string; isUnfinished: '' | 'true' }>({
    kind: 'interrupted',
    title: 'The run was interrupted; what stands on the hosts is told',
    message: ({ stands }) => `Interrupted; the hosts were looked at once more and have:\n${stands}`,
    steps: ({ environment, isUnfinished }) => [
      'Run the same command again: it completes what was begun',
      ...(isUnfinished !== '' ? [`Or take it back: cdev-deploy recover ${environment}`] : []),
    ],
  }),
  CDEV_E_DEPLOY_RELEASE_MISSING: errorEntry<{ release: string; problem: string }>({
    kind: 'failure',
    title: 'There is no release to go back to',
    message: ({ release, problem }) => `There is no going back to ${release}: ${problem}`,
    steps: () => ['See which releases the hosts have: cdev-deploy status'],
  }),
  CDEV_E_DEPLOY_RETURNED: errorEntry<{ release: string; reason: string }>({
    kind: 'failure',
    title: 'The release failed, and every host is back on what it had before',
    message: ({ release, reason }) => `${release} was not deployed, and every host has what it had before: ${reason}`,
    steps: () => ['Mend what failed and deploy again'],
  }),
  CDEV_E_DEPLOY_MIXED: errorEntry<{ release: string; hosts: string; reason: string }>({
    kind: 'failure',
    title: 'The release failed, and not every host could be taken back',
    message: ({ release, hosts, reason }) =>
      `${release} was not deployed (${reason}), and these hosts are not known to be back: ${hosts}`,
    steps: () => ['When they can be reached, run cdev-deploy recover: it takes them back'],
  }),
});
