import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run, type RunResult } from '@cdev/core/subprocess';
import { agentPrograms, type AgentProgram } from './agent-programs.ts';
import { answerSchema, checkAnswer, shownLine } from './answer.ts';
import { LlmProblem, type Environment, type LlmPort, type Question } from './llm-port.ts';

const timeLimit = 300_000;
const mostOutput = 1_000_000;
const longestReason = 300;

/**
 * The assistant on this machine that `claude`, `claude:MODEL`, `codex` or `codex:MODEL` names, asked once and without a person, in an empty folder of its own: it has nothing of the
 * repository but the question. Signed in and paid for as it is when a person starts it.
 * @returns undefined for every other name
 */
export function agentPort(name: string, env: Environment): LlmPort | undefined {
  // A model never looks like an option.
  const [, program = '', model] = /^([a-z]+)(?::([^-\s]\S*))?$/.exec(name) ?? [];
  const agent = Object.hasOwn(agentPrograms, program) ? agentPrograms[program] : undefined;
  return agent && { name, ask: (question) => ask(question, { program, agent, model, env }) };
}

interface Asked {
  readonly program: string;
  readonly agent: AgentProgram;
  readonly model: string | undefined;
  readonly env: Environment;
}

async function ask<Answer>(question: Question<Answer>, { program, agent, model, env }: Asked): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-question-'));
  try {
    const files = { schema: join(folder, 'schema.json'), answer: join(folder, 'answer.json') };
    const schema = JSON.stringify(answerSchema(question));
    await writeFile(files.schema, schema);
    const { instruction, text, signal } = question;
    const ended = await start(program, agent.args({ instruction, schema, model, files }), {
      input: agent.input({ instruction, text }),
      env: { ...env, ...agent.env },
      folder,
      signal,
    });
    const { answer, problem } = await agent.read(ended, files);
    if (!ended.ok || problem !== undefined) throw new LlmProblem(whyNot(ended, problem));
    return checkAnswer(question, answer);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Start {
  readonly input: string;
  readonly env: Environment;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function start(
  program: string,
  args: readonly string[],
  { input, env, folder, signal }: Start,
): Promise<RunResult> {
  try {
    return await run(program, args, {
      cwd: folder,
      env,
      isolatedEnv: true,
      input,
      signal,
      timeLimit,
      maxOutput: mostOutput,
      secrets: [env['ANTHROPIC_API_KEY'], env['OPENAI_API_KEY']].flatMap((key) => key || []),
      allowFailure: true,
      leftBehind: 'end',
    });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw error;
    throw new LlmProblem(`${program} cannot be started; is it installed?`);
  }
}

function whyNot({ timedOut, exitCode, signal, stderr }: RunResult, problem = ''): string {
  if (timedOut) return `it did not answer within ${timeLimit / 1000} s`;
  const said = shownLine(problem === '' ? (stderr.trim().split('\n').at(-1) ?? '') : problem).slice(0, longestReason);
  const ending = exitCode === 0 ? 'it gave no answer' : `it ended with ${signal ?? `exit code ${exitCode}`}`;
  return said === '' ? ending : `${ending}: ${said}`;
}
