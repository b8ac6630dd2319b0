// One call of commitWork in a process of its own, for the tests to kill.
import { commitWork, openJournal } from '@cdev/agent-run';
import { parsePlan } from '@cdev/deployment-plan';

const [worktree = '', commonDir = '', plan = ''] = process.argv.slice(2);
const journal = openJournal(commonDir, 'plan-1', 'victim');
await commitWork({
  worktree,
  plan: parsePlan(plan, 'plan'),
  agentId: 'auth',
  journal,
  hooks: { verify: true, timeLimit: 60_000 },
  author: { name: 'A', email: 'a@b' },
});
