import { defineErrors, errorEntry } from '@cdev/core/errors';
import { fleetErrors } from './fleet/fleet-errors.ts';

export const errors = defineErrors({
  CDEV_E_SPAWN_NO_DRIVER: errorEntry({
    kind: 'usage',
    title: 'Agents are to be run and nothing says by what',
    message: () => 'It is not said what the agents are: no --driver and no --command',
    steps: () => [
      'Choose an assistant: --driver claude, codex, gemini, opencode or qwen (cdev-spawn-agents doctor shows which are here)',
      "Or give a shell command: --command './my-agent.sh'",
    ],
  }),
  CDEV_E_SPAWN_COMMAND_MISSING: errorEntry<{ driver: string }>({
    kind: 'usage',
    title: 'The driver "command" or "acp" was chosen without a command',
    message: ({ driver }) => `The driver "${driver}" needs the command that is the agent`,
    steps: () => ["Give it: --command './my-agent.sh', or --command 'opencode acp'"],
  }),
  CDEV_E_SPAWN_COMMAND_UNUSED: errorEntry<{ driver: string }>({
    kind: 'usage',
    title: 'A command was given together with an assistant',
    message: ({ driver }) => `--command and --driver ${driver} exclude each other`,
    steps: () => ['Leave one of them out', 'Further arguments for an assistant go behind --, or into --agent-args'],
  }),
  CDEV_E_SPAWN_DRIVER_MISSING: errorEntry<{ driver: string; reason: string; hint: string }>({
    kind: 'environment',
    title: 'The assistant is not installed, or does not start',
    message: ({ driver, reason }) => `${driver} cannot be used: ${reason}`,
    steps: ({ hint }) => [hint, 'See which assistants are here: cdev-spawn-agents doctor'],
  }),
  CDEV_E_SPAWN_NUMBER_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A number is outside what is possible',
    message: ({ option, value }) => `${option} cannot be ${value}`,
    steps: ({ option }) => [`Give ${option} a whole number from 1 to 1000`],
  }),
  CDEV_E_SPAWN_BUDGET_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A budget must be more than nothing',
    message: ({ option, value }) => `${option} cannot be ${value}`,
    steps: ({ option }) => [`Give ${option} a number above 0, or leave it out`],
  }),
  CDEV_E_SPAWN_SANDBOX_MISSING: errorEntry<{ reason: string }>({
    kind: 'environment',
    title: 'Agents are to be shut in and the program for it is not here',
    message: ({ reason }) => `--sandbox needs bubblewrap: ${reason}. No agent was started`,
    steps: () => ['Install it: apt-get install bubblewrap (or dnf, pacman)', 'Or run the agents without --sandbox'],
  }),
  CDEV_E_SPAWN_SANDBOX_REFUSED: errorEntry<{ reason: string }>({
    kind: 'environment',
    title: 'Agents are to be shut in and the system does not allow it',
    message: ({ reason }) => `bubblewrap does not work here: ${reason}. No agent was started`,
    steps: () => [
      'Allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), or an AppArmor profile for bwrap (Ubuntu)',
      'In a container: start it with the right to make user namespaces',
      'Or run the agents without --sandbox',
    ],
  }),
  CDEV_E_SPAWN_NETWORK_OPEN: errorEntry({
    kind: 'usage',
    title: 'The network is to be off and nothing shuts the agents in',
    message: () => '--network off works by the sandbox, which is not asked for',
    steps: () => ['Add --sandbox'],
  }),
  CDEV_E_SPAWN_POOL_SIZE_INVALID: errorEntry<{ value: string; most: string }>({
    kind: 'usage',
    title: 'A pool cannot be of that size',
    message: ({ value }) => `A pool of ${value} worktrees is not possible`,
    steps: ({ most }) => [`Give --size a whole number from 0 to ${most}`],
  }),
  CDEV_E_SPAWN_ARGUMENTS_INVALID: errorEntry<{ text: string }>({
    kind: 'usage',
    title: 'The further arguments cannot be split into words',
    message: ({ text }) => `A quote is not closed in: ${text}`,
    steps: () => ['Close the quote, or give the arguments behind --'],
  }),
  CDEV_E_SPAWN_TARGET_UNKNOWN: errorEntry<{ reason: string }>({
    kind: 'usage',
    title: 'It is not known into which branch the work is to go',
    message: ({ reason }) => `The target branch is not known: ${reason}`,
    steps: () => ['Name it: --target main', 'Or check it out: git switch main'],
  }),
  CDEV_E_SPAWN_NO_COMMIT: errorEntry<{ branch: string }>({
    kind: 'usage',
    title: 'The repository has no commit that the agents could start from',
    message: ({ branch }) => `${branch} has no commit yet, so there is nothing to start from`,
    steps: () => ['Make a first commit: git add . && git commit -m "Begin"'],
  }),
  CDEV_E_SPAWN_PLAN_DIFFERS: errorEntry<{ file: string; stored: string; plan: string }>({
    kind: 'failure',
    title: 'Another plan of the same id is stored in the repository',
    message: ({ file, stored }) => `${file} is not the same as ${stored}, which all scripts read for this plan`,
    steps: ({ file, stored, plan }) => [
      `Use the stored one: cdev-spawn-agents ${plan}`,
      `Or replace it: cp '${file}' '${stored}'`,
      'Or give the plan in the file another id',
    ],
  }),
  CDEV_E_SPAWN_ALREADY_RUNNING: errorEntry<{ plan: string; holder: string }>({
    kind: 'failure',
    title: 'Another process runs the agents of this plan',
    message: ({ plan, holder }) => `The agents of ${plan} are already looked after by ${holder}`,
    steps: ({ plan }) => [
      `Watch them: cdev-monitor-agents ${plan}`,
      `Send one back that has ended, beside it: cdev-spawn-agents ${plan} --retry <agent>`,
      `Or end them, keeping all their work: cdev-spawn-agents stop ${plan}`,
    ],
  }),
  CDEV_E_SPAWN_DAY: errorEntry<{ day: string }>({
    kind: 'usage',
    title: 'A day is not one',
    message: ({ day }) => `${day} is no day: expected one as 2026-11-27`,
    steps: () => ['Write it as year-month-day: cdev-spawn-agents costs --since 2026-11-27'],
  }),
  CDEV_E_SPAWN_NO_RUN: errorEntry<{ plan: string }>({
    kind: 'usage',
    title: 'The plan has not been run',
    message: ({ plan }) => `Nothing has been begun for plan ${plan}: it has no journal`,
    steps: ({ plan }) => [`Begin it: cdev-spawn-agents ${plan} --run`],
  }),
  CDEV_E_SPAWN_NO_LOG: errorEntry<{ agent: string }>({
    kind: 'usage',
    title: 'The agent has not been started, so there is nothing to follow',
    message: ({ agent }) => `${agent} has not been started yet`,
    steps: () => ['Start it: cdev-spawn-agents --run'],
  }),
  CDEV_E_SPAWN_MESSAGE_EMPTY: errorEntry<{ agent: string }>({
    kind: 'usage',
    title: 'It is not said what an agent is to hear',
    message: ({ agent }) => `There is no text for ${agent}`,
    steps: ({ agent }) => [`Give it: cdev-spawn-agents message ${agent} 'Mind the gap'`],
  }),
  CDEV_E_SPAWN_MESSAGE_UNHEARD: errorEntry<{ agent: string; driver: string; plan: string }>({
    kind: 'failure',
    title: 'The agent cannot be told anything while it is at work',
    message: ({ agent, driver }) => `${agent} is driven by ${driver}, which takes no messages`,
    steps: ({ agent, plan }) => [
      `Stop it; its work is kept: cdev-spawn-agents stop ${plan} --only ${agent}`,
      'Or give a command the tools of cdev-mcp: it hears as soon as it has reported by them',
    ],
  }),
  CDEV_E_SPAWN_AGENT_LIVES: errorEntry<{ agent: string; pid: string; worktree: string }>({
    kind: 'failure',
    title: 'A process that may be an agent of an earlier run still lives',
    message: ({ agent, pid, worktree }) =>
      `Process ${pid} may still be ${agent}, at work in ${worktree}; this system does not tell whether it is`,
    steps: ({ pid }) => [
      `Look at it: ps -p ${pid}`,
      `If it is the agent, end it: kill ${pid}`,
      'Then run the command again',
    ],
  }),
  CDEV_E_SPAWN_AGENT_AT_WORK: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: 'The agent is at work, so its files are not touched',
    message: ({ agent }) => `${agent} is at work; what is restored now it would not know of`,
    steps: ({ agent }) => [`Stop it first, its work is kept: cdev-spawn-agents stop --only ${agent}`],
  }),
  CDEV_E_SPAWN_AGENT_TAKEN_OVER: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: "The agent is in a person's hands, or another process has it",
    message: ({ agent }) => `${agent} is at work already: another process or a person has it in hand`,
    steps: ({ agent }) => [
      `See what it does: cdev-spawn-agents attach ${agent}`,
      'If a person has taken it over: end the conversation that is open with it',
      `Or stop it, its work is kept: cdev-spawn-agents stop --only ${agent}`,
    ],
  }),
  CDEV_E_SPAWN_NO_CONVERSATION: errorEntry<{ agent: string; reason: string; worktree: string }>({
    kind: 'failure',
    title: 'There is no conversation to take over',
    message: ({ agent, reason }) => `${agent} cannot be taken over: ${reason}`,
    steps: ({ agent, worktree }) => [
      `Follow what it says: cdev-spawn-agents attach ${agent}`,
      ...(worktree === '' ? [] : [`Work in its folder yourself: cd ${worktree}`]),
    ],
  }),
  CDEV_E_SPAWN_NO_TERMINAL: errorEntry({
    kind: 'usage',
    title: 'A conversation is to be opened and there is no terminal',
    message: () => 'An open conversation needs a terminal for its input and output',
    steps: () => ['Start it in a terminal, without a pipe', 'See what would be done: --dry-run'],
  }),
  CDEV_E_SPAWN_DISK: errorEntry<{ reason: string; place: string }>({
    kind: 'environment',
    title: 'The disk takes no more',
    message: ({ reason, place }) => `It cannot be written: ${reason}${place}. What was written before is whole`,
    steps: () => [
      'Make room on the disk, or make it writable (df -h and mount show which it is)',
      'Run the same command again; it goes on from where it stopped',
    ],
  }),
  CDEV_E_SPAWN_WORKTREE_GONE: errorEntry<{ agent: string; worktree: string }>({
    kind: 'failure',
    title: "An agent's worktree was removed while it was at work",
    message: ({ worktree }) =>
      `Its worktree ${worktree} was removed while it was at work, with what was in no commit and no snapshot`,
    steps: ({ agent }) => [
      `See what was kept of it: cdev-spawn-agents restore ${agent} --list`,
      'Run it again; its worktree is made anew from its branch',
    ],
  }),
  CDEV_E_SPAWN_NOTHING_KEPT: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: 'There is no snapshot of the agent',
    message: ({ agent }) => `No snapshot of ${agent} is kept`,
    steps: ({ agent }) => [
      `See what else is kept of it: cdev-spawn-agents restore ${agent} --list`,
      'Its commits are on its branch',
    ],
  }),
  CDEV_E_SPAWN_SNAPSHOT_UNKNOWN: errorEntry<{ agent: string; snapshot: string }>({
    kind: 'usage',
    title: 'The agent has no such snapshot',
    message: ({ agent, snapshot }) => `"${snapshot}" is nothing that is kept of ${agent}`,
    steps: ({ agent }) => [`See what is: cdev-spawn-agents restore ${agent} --list`],
  }),
  CDEV_E_SPAWN_DEPENDENCIES_CONFLICT: errorEntry<{ agent: string; other: string; paths: string }>({
    kind: 'failure',
    title: 'The work that an agent depends on does not merge',
    message: ({ agent, other, paths }) =>
      `${agent} cannot start: the work of ${other} conflicts with the work before it\n${paths}`,
    steps: ({ agent, other }) => [
      `Have one of them done again with the other's work in sight: cdev-spawn-agents --run --retry ${other.split(' ')[0]}`,
      `Or let ${agent} depend on one of them only, and that one on the other`,
    ],
  }),
  CDEV_E_SPAWN_STOP_FAILED: errorEntry<{ plan: string; holder: string; waited: string }>({
    kind: 'failure',
    title: 'The process that runs the agents did not end in time',
    message: ({ plan, holder, waited }) =>
      `The agents of ${plan} are looked after by ${holder}, which did not end within ${waited}`,
    steps: () => ['Run the same command again', 'If it hangs, end that process by force: its agents end with it'],
  }),
  CDEV_E_SPAWN_CANNOT_GO_ON: errorEntry<{ driver: string; reason: string }>({
    kind: 'usage',
    title: 'Agents are to go on without this process, and cannot',
    message: ({ driver, reason }) =>
      `Agents of the driver "${driver}" end with this process whatever --when-supervisor-dies says: ${reason}`,
    steps: () => ['Nothing is lost by it: run the same command again, it goes on from where it stopped'],
  }),
  CDEV_E_SPAWN_LEFT_AT_WORK: errorEntry<{ agent: string }>({
    kind: 'interrupted',
    title: 'The terminal is gone, and agents go on',
    message: ({ agent }) => `${agent} goes on; nobody listens to it and nothing limits it until the next run`,
    steps: () => ['Listen on: run the same command again', 'Or end it, its work is kept: cdev-spawn-agents stop'],
  }),
  CDEV_E_SPAWN_INTERRUPTED: errorEntry<{ agents: string }>({
    kind: 'interrupted',
    title: 'The run was interrupted',
    message: ({ agents }) =>
      `Interrupted; ${agents === '' ? 'no agent was at work' : `ended: ${agents}`}. All work is kept`,
    steps: () => ['Run the same command again; it goes on from where it stopped'],
  }),
  ...fleetErrors,
});
